import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'

/** The school years for which there is a partition, the earliest first. */
export async function attendanceYears(db: Kysely<SchoolDatabase>): Promise<readonly number[]> {
  const { rows } = await sql<{ year: number }>`
    select substring(c.relname from '\\d+$')::int as year
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'attendance'::regclass order by 1`.execute(db)
  return rows.map(({ year }) => year)
}

/** Asked before they are made, so that a night that needs none waits for no lock of the table. */
export async function missingAttendanceYears(
  db: Kysely<SchoolDatabase>,
  wanted: readonly number[],
): Promise<readonly number[]> {
  const there = new Set(await attendanceYears(db))
  return wanted.filter((year) => !there.has(year))
}

/** Repeatable. */
export async function makeAttendanceYears(db: Kysely<SchoolDatabase>, years: readonly number[]): Promise<void> {
  for (const year of years) await sql`select make_attendance_year(${year}::int)`.execute(db)
}

/** Drops a year's marks whole. Repeatable. */
export async function dropAttendanceYear(db: Kysely<SchoolDatabase>, year: number): Promise<void> {
  await sql`select drop_attendance_year(${year}::int)`.execute(db)
}

/** The earliest year of which any mark is held. */
export async function earliestYearHeld(db: Kysely<SchoolDatabase>): Promise<number | null> {
  // Partition by partition: the least of a column that no index begins with would read every row.
  for (const year of await attendanceYears(db)) {
    const row = await db
      .selectFrom('attendance')
      .select('week')
      .where('school_year', '=', year)
      .limit(1)
      .executeTakeFirst()
    if (row) return year
  }
  return null
}
