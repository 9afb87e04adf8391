import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'

/** How a person who is held is shown; null where there is no such instant. */
export interface SubjectNamed {
  readonly id: string
  readonly suppressedFrom: Date | null
  /** From when the person is not read as one who is here. */
  readonly goneFrom: Date | null
  /** Until when the person's absence waits for somebody to look at it. */
  readonly waitsUntil: Date | null
  readonly withheld: readonly string[]
}

/** Whom one of these identity hashes (hex) names: nobody, one, or, where a source gave one id to two people, several. */
export async function subjectsNamed(
  db: Kysely<SchoolDatabase>,
  hashes: readonly string[],
): Promise<readonly SubjectNamed[]> {
  const bytes = hashes.map((hash) => Buffer.from(hash, 'hex'))
  const { rows } = await sql<SubjectNamed>`
    select s.id, nullif(s.suppressed_from, 'infinity') as "suppressedFrom",
           nullif(least(s.hidden_from, s.left_from), 'infinity') as "goneFrom", s.withheld,
           (select h.due_at from hold h where h.id = s.held_in) as "waitsUntil"
      from subject s
     where s.erasure is null and exists (
       select from identity i where i.subject_id = s.id and i.key_hmac = any(${bytes}::bytea[]))
     order by least(s.hidden_from, s.left_from) desc, s.id`.execute(db)
  return rows
}

/** Until when somebody who is new waits for the school's yes, by the keyed hash (hex) of the source's id; undefined where nobody of it does. */
export async function newcomerWaitsUntil(
  db: Kysely<SchoolDatabase>,
  kind: 'pupil' | 'staff',
  refHash: string,
): Promise<Date | undefined> {
  const row = await db
    .selectFrom('held_change')
    .innerJoin('hold', 'hold.id', 'held_change.hold_id')
    .select('hold.due_at')
    .where('held_change.kind', '=', kind)
    .where('held_change.ref_hmac', '=', Buffer.from(refHash, 'hex'))
    .where('held_change.op', '=', 'added')
    .where('held_change.is_over', '=', false)
    .executeTakeFirst()
  return row?.due_at
}
