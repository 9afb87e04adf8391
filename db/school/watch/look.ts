import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'

/** What of a school is not as the law wants it. */
export interface SchoolLook {
  /** Timers whose promise is broken. */
  readonly pastDue: number
  /** People who are gone and whom nothing will erase: by opaque ids, which stay in the process that asked. */
  readonly withoutTimer: readonly string[]
  /** Erasures that were begun, or not certified, by their ids. */
  readonly unfinished: readonly string[]
  /** Marks, feed entries of erasures, what runs replaced, and files that nobody read, which the daily upkeep should have removed a day ago. */
  readonly keptTooLong: number
}

export interface LookAt {
  readonly at: Date
  readonly lastWholeRead: Date | null
  /** How many people without a date are looked after at once; the rest the next time. */
  readonly limit: number
}

/**
 * The independent eye: plain SQL on what the rows say by themselves, which shares nothing with the code that sets dates or wakes for them
 * (requirements.md §5). Somebody whom an instruction keeps hidden may lawfully have no date; everybody else who is gone has one from the
 * transaction that wrote so, and a day is more than any transaction takes.
 */
export async function lookAtSchool(
  db: Kysely<SchoolDatabase>,
  { at, lastWholeRead, limit }: LookAt,
): Promise<SchoolLook> {
  const { rows } = await sql<SchoolLook>`
    select
      (select count(*)::int from timer where state = 'waiting' and not planned and due_at <= ${at}) as "pastDue",
      array(
        select s.id::text from subject s
         where s.erasure is null and least(s.hidden_from, s.left_from, s.absent_since) <= ${at}::timestamptz - interval '1 day'
           and not exists (select from timer t where t.subject_id = s.id and t.item is null)
           and not exists (select from stay y where y.subject_id = s.id and y.ended_at is null)
         order by s.id limit ${limit}) as "withoutTimer",
      array(
        select erasure from subject where erasure is not null
        union select erasure from erasure_line where erased_at is null
        union select erasure from item_line where erased_at is null and receipt is not null) as unfinished,
      (select count(*)::int from tombstone where last_listed_at < ${lastWholeRead}::timestamptz - interval '36 days')
      + (select count(*)::int from change where op = 'erased' and acknowledged_at < ${at}::timestamptz - interval '36 days')
      + (select count(*)::int from change where before is not null and at < ${at}::timestamptz - interval '8 days')
      + (select count(*)::int from upload where received_at < ${at}::timestamptz - interval '2 days')
        as "keptTooLong"`.execute(db)
  const [look] = rows
  if (!look) throw new Error('A look at a school came back empty.')
  return look
}
