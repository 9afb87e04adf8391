import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'
import type { SchoolTransaction } from '../transaction.js'
import { dropAttendanceYear } from './years.js'

/** Whose marks of which year an erasure takes, and what it writes down before it begins. */
export interface YearErasure {
  readonly erasure: string
  readonly year: number
  readonly subjects: readonly string[]
  readonly receipt: string
  readonly dueAt: Date
  readonly at: Date
}

export async function subjectsOfYear(db: Kysely<SchoolDatabase>, year: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('attendance')
    .select('subject_id')
    .distinct()
    .where('school_year', '=', year)
    .execute()
  return rows.map(({ subject_id }) => subject_id)
}

/** Writes down how much goes of a year, once, and answers under which keys it lies: none of them may open anything afterwards. */
export async function beginYear(trx: SchoolTransaction, of: YearErasure): Promise<readonly string[]> {
  const { erasure, year, subjects, receipt, dueAt } = of
  const theirs = sql`school_year = ${year} and subject_id = any(${subjects}::uuid[])`
  await sql`
    insert into erasure_line (erasure, receipt, rule, kind, due_at, held)
    select ${erasure}, ${receipt}, 'attendanceYear', 'attendanceYear', ${dueAt},
           jsonb_build_object('attendance', count(*), 'attendance key', count(distinct subject_id))
      from attendance where ${theirs}
     having count(*) > 0 and not exists (select 1 from erasure_line where receipt = ${receipt} and erased_at is null)`.execute(
    trx.db,
  )
  // The id of the key stands at the head of what it sealed.
  const { rows } = await sql<{ id: string }>`
    select distinct encode(substring(sealed from 2 for 16), 'hex')::uuid as id from attendance where ${theirs}`.execute(
    trx.db,
  )
  return rows.map(({ id }) => id)
}

/**
 * Removes these marks, whose keys are gone already, with the feed's entries about them, and leaves one entry a pupil: the application has
 * to do the same. A year of which nobody's are left is dropped whole.
 */
export async function removeYear(trx: SchoolTransaction, of: YearErasure, whole: boolean): Promise<void> {
  const { erasure, year, subjects, at } = of
  await sql`
    delete from change c using attendance a
     where a.school_year = ${year} and a.subject_id = any(${subjects}::uuid[]) and c.kind = 'attendance' and c.record_id = a.id`.execute(
    trx.db,
  )
  await trx.copy(
    'change',
    ['at', 'op', 'kind', 'record_id', 'subject_id', 'run_id'],
    subjects.map((subject) => [at, 'erased', 'attendance', subject, subject, erasure]),
  )
  if (whole) await dropAttendanceYear(trx.db, year)
  else
    await sql`delete from attendance where school_year = ${year} and subject_id = any(${subjects}::uuid[])`.execute(
      trx.db,
    )
}
