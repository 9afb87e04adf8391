import { sql } from 'kysely'
import type { SchoolTransaction } from '../transaction.js'
import { dropAttendanceYear } from './years.js'

/** What an erasure of a year's marks writes down before it begins. */
export interface YearLine {
  readonly erasure: string
  readonly year: number
  readonly receipt: string
  readonly dueAt: Date
}

/** Writes down how much is held of a year, once, and answers under which keys it lies: none of them may open anything afterwards. */
export async function beginYear(
  trx: SchoolTransaction,
  { erasure, year, receipt, dueAt }: YearLine,
): Promise<readonly string[]> {
  await sql`
    insert into erasure_line (erasure, receipt, rule, kind, due_at, held)
    select ${erasure}, ${receipt}, 'attendanceYear', 'attendanceYear', ${dueAt},
           jsonb_build_object('attendance', count(*), 'attendance key', count(distinct subject_id))
      from attendance where school_year = ${year}
     having count(*) > 0 and not exists (select 1 from erasure_line where receipt = ${receipt} and erased_at is null)`.execute(
    trx.db,
  )
  // The id of the key stands at the head of what it sealed.
  const { rows } = await sql<{ id: string }>`
    select distinct encode(substring(sealed from 2 for 16), 'hex')::uuid as id from attendance where school_year = ${year}`.execute(
    trx.db,
  )
  return rows.map(({ id }) => id)
}

/**
 * Drops a year's marks, whose keys are gone already, with the feed's entries about them, and leaves one entry a pupil: the application has
 * to do the same.
 */
export async function removeYear(trx: SchoolTransaction, year: number, erasure: string, at: Date): Promise<void> {
  const { rows } = await sql<{ subject: string }>`
    select distinct subject_id as subject from attendance where school_year = ${year}`.execute(trx.db)
  await sql`
    delete from change c using attendance a
     where a.school_year = ${year} and c.kind = 'attendance' and c.record_id = a.id`.execute(trx.db)
  await trx.copy(
    'change',
    ['at', 'op', 'kind', 'record_id', 'subject_id', 'run_id'],
    rows.map(({ subject }) => [at, 'erased', 'attendance', subject, subject, erasure]),
  )
  await dropAttendanceYear(trx.db, year)
}
