import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Held } from '../../pipeline/compare.js'
import type { SchoolDatabase } from './database.js'

/**
 * One thing received, sealed. A person's record bears the id of its subject. `subject_id` of a group is set only for a group of one:
 * the member under whose key its name is sealed, because such a name may carry theirs.
 */
export interface RecordTable {
  id: string
  kind: Held['kind']
  ref_hmac: Buffer
  subject_id: string | null
  digest: Buffer
  sealed: Buffer
  run_id: string
  updated_at: Date
}

interface HeldRow {
  readonly id: string
  readonly kind: Held['kind']
  readonly ref_hash: string
  readonly digest: string
  readonly about_digest: string | null
  readonly places_digest: string | null
  readonly absent: boolean
  readonly owner: string | null
}

/** All that a comparison needs of what is held, in one read: hashes and ids, nothing that has to be opened. */
export async function loadHeld(db: Kysely<SchoolDatabase>): Promise<readonly Held[]> {
  const { rows } = await sql<HeldRow>`
    select r.id, r.kind, encode(r.ref_hmac, 'hex') as ref_hash, encode(r.digest, 'hex') as digest,
           encode(s.about_digest, 'hex') as about_digest, encode(s.places_digest, 'hex') as places_digest,
           s.absent_since is not null as absent,
           case when r.kind = 'group' then r.subject_id end as owner
    from record r left join subject s on s.id = r.id
     where s.erasure is null`.execute(db)
  return rows.map(({ ref_hash, about_digest, places_digest, ...row }) => ({
    ...row,
    refHash: ref_hash,
    aboutDigest: about_digest,
    placesDigest: places_digest,
  }))
}
