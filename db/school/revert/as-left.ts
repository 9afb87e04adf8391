import { sql } from 'kysely'
import type { Held } from '../../../pipeline/compare.js'
import type { Refusal } from '../rejection.js'
import type { SchoolTransaction } from '../transaction.js'
import type { Reverting } from './reverting.js'

/** A record before the undo touches it. */
export interface AsLeft {
  readonly id: string
  readonly kind: Held['kind']
  readonly ref: Buffer
  readonly digest: string
  readonly placesDigest: string
  /** Whose words it bears: the run that last changed it. */
  readonly runId: string
  /** Items withdrawn of this person alone. */
  readonly withheld: readonly string[]
  readonly absent: boolean
}

/** These records, by id, as they stand; without whoever is being erased. */
export async function asLeft(trx: SchoolTransaction, ids: readonly string[]): Promise<ReadonlyMap<string, AsLeft>> {
  const { rows } = await sql<AsLeft>`
    select r.id, r.kind, r.ref_hmac as ref, encode(r.digest, 'hex') as digest, r.run_id as "runId",
           coalesce(encode(s.places_digest, 'hex'), '') as "placesDigest", coalesce(s.withheld, '{}') as withheld,
           s.absent_since is not null as absent
      from record r left join subject s on s.id = r.id
     where r.id = any(${[...new Set(ids)]}::uuid[]) and s.erasure is null`.execute(trx.db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What the source said when the record was left so, to be refused as long as it goes on saying it. */
export function refusalsOf(left: readonly AsLeft[], { contentOf }: Pick<Reverting, 'contentOf'>): readonly Refusal[] {
  return left.map((one) => ({
    kind: one.kind,
    ref: one.ref,
    subject: one.kind === 'group' ? null : one.id,
    digest: contentOf(one),
  }))
}
