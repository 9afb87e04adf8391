import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { HeldWeek } from '../../../pipeline/attendance/compare-weeks.js'
import type { WeekName } from '../../../pipeline/attendance/weeks.js'
import type { SchoolDatabase } from '../database.js'

/** A pupil's marks of one week, sealed under the key of that pupil's school year. Partitioned by it. */
export interface AttendanceTable {
  id: string
  subject_id: string
  /** The calendar year in which the attendance year began. */
  school_year: number
  /** The week's Monday. */
  week: string
  digest: Buffer
  sealed: Buffer
  run_id: string
  updated_at: Date
}

/** Pupils whose marks are received at `at`: on roll, and nobody's to hide. By the keyed hash of the source's id. */
export async function pupilsOnRoll(db: Kysely<SchoolDatabase>, at: Date): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; ref: string }>`
    select r.id, encode(r.ref_hmac, 'hex') as ref from record r join subject s on s.id = r.id
     where r.kind = 'pupil' and s.erasure is null and s.absent_since is null and s.hidden_from > ${at} and s.left_from > ${at}`.execute(
    db,
  )
  return new Map(rows.map(({ id, ref }) => [ref, id]))
}

/** From where on weeks are compared. */
export interface WindowStart {
  readonly year: number
  readonly week: string
}

/** Hashes and ids of the weeks that are held since then. */
export async function heldWeeks(db: Kysely<SchoolDatabase>, { year, week }: WindowStart): Promise<readonly HeldWeek[]> {
  const { rows } = await sql<HeldWeek>`
    select id, subject_id as subject, school_year as year, week, encode(digest, 'hex') as digest
      from attendance where school_year >= ${year} and week >= ${week}::date`.execute(db)
  return rows
}

export interface WeekDocument extends WeekName {
  readonly sealed: Buffer
}

/** Those of these weeks that are held, sealed as they are. */
export async function weekDocuments(
  db: Kysely<SchoolDatabase>,
  weeks: readonly WeekName[],
): Promise<readonly WeekDocument[]> {
  if (weeks.length === 0) return []
  const column = <Key extends keyof WeekName>(key: Key) => weeks.map((week) => week[key])
  const { rows } = await sql<WeekDocument>`
    select a.subject_id as subject, a.school_year as year, a.week, a.sealed
      from unnest(${column('subject')}::uuid[], ${column('year')}::int[], ${column('week')}::date[]) as n(subject, year, week)
      join attendance a on a.subject_id = n.subject and a.school_year = n.year and a.week = n.week`.execute(db)
  return rows
}
