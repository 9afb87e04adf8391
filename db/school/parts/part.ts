import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Part } from '../../../agreement/parts.js'
import type { HeldPart } from '../../../pipeline/parts/compare-parts.js'
import type { ChangeKind } from '../change.js'
import type { SchoolDatabase } from '../database.js'

/** A part of a pupil that lies apart, sealed under the key of that pupil's part. */
export interface PartTable {
  id: string
  subject_id: string
  part: Part
  digest: Buffer
  sealed: Buffer
  run_id: string
  updated_at: Date
}

/** What the feed and a run's counts call a part. */
export const kindOfPart = (part: Part): ChangeKind => (part === 'photo' ? 'photo' : 'result')

/** Somebody whose parts are received. */
export interface PartHolder {
  readonly id: string
  /** The keyed hashes of the names that the source has for this person, in hex. */
  readonly names: readonly string[]
  readonly onRoll: boolean
  /** Codes withdrawn of this person alone. */
  readonly withheld: readonly string[]
}

/** Pupils on roll at `at`, and of those who left the ones whose record still stands, where the agreement takes what comes late of them. */
export async function partHolders(
  db: Kysely<SchoolDatabase>,
  at: Date,
  leavers: 'too' | 'no',
): Promise<readonly PartHolder[]> {
  const onRoll = sql<boolean>`s.absent_since is null and s.left_from > ${at}`
  const { rows } = await sql<PartHolder>`
    select s.id, ${onRoll} as "onRoll", s.withheld,
           array(select encode(i.key_hmac, 'hex') from identity i
                  where i.subject_id = s.id and i.key_kind in ('sourceId', 'misId')) as names
      from subject s
     where s.kind = 'pupil' and s.erasure is null and s.hidden_from > ${at} and (${leavers === 'too'} or (${onRoll}))`.execute(
    db,
  )
  return rows
}

/** Hashes and ids of what is held of these parts, of everybody. */
export async function heldParts(db: Kysely<SchoolDatabase>, parts: readonly Part[]): Promise<readonly HeldPart[]> {
  const { rows } = await sql<HeldPart>`
    select id, subject_id as subject, part, encode(digest, 'hex') as digest
      from part where part = any(${[...parts]}::text[])`.execute(db)
  return rows
}

/** The parts of which anything is held of anybody. */
export async function partsThere(db: Kysely<SchoolDatabase>): Promise<readonly Part[]> {
  const rows = await db.selectFrom('part').select('part').distinct().orderBy('part').execute()
  return rows.map(({ part }) => part)
}
