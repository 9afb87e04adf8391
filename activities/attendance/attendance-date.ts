import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { attendanceEnd } from '../../agreement/retention/attendance-year.js'
import { lengthOf } from '../../agreement/retention/days.js'
import { findAgreement } from '../../db/control/agreement-version.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { calendarOf, findSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import { earliestYearHeld } from '../../db/school/attendance/years.js'
import type { ActivityDependencies } from '../dependencies.js'

/** Brings up to date what control knows of a school's marks: the earliest year held, and when that one is to be erased. Given
 * `stayedUntil`, also until when marks wait whose erasure is stayed; who only read them does not know that. */
export async function keepAttendanceSince(
  { control, schools }: Pick<ActivityDependencies, 'control' | 'schools'>,
  school: string,
  stayedUntil?: Date | null,
): Promise<void> {
  const { db } = await schools.open(school)
  const since = await earliestYearHeld(db)
  await control
    .updateTable('school')
    .set({ attendance_since: since, ...(stayedUntil !== undefined && { attendance_stayed_until: stayedUntil }) })
    .where('id', '=', school)
    .where(
      stayedUntil === undefined
        ? sql<boolean>`attendance_since is distinct from ${since}::int`
        : sql<boolean>`(attendance_since, attendance_stayed_until) is distinct from (${since}::int, ${stayedUntil}::timestamptz)`,
    )
    .execute()
  const row = await findSchool(control, school)
  if (row) await keepAttendanceDate(control, row)
}

/**
 * Computes when the earliest year of marks goes, and writes it where it differs. Asked at every look as well: the school may have moved its
 * first autumn day, or accepted another version, since the marks were read. Answers the school's row as it is now.
 */
export async function keepAttendanceDate(control: Kysely<ControlDatabase>, school: School): Promise<School> {
  const at = await attendanceEraseAt(control, school)
  if (at?.getTime() === school.attendance_erase_at?.getTime()) return school
  await control.updateTable('school').set({ attendance_erase_at: at }).where('id', '=', school.id).execute()
  return { ...school, attendance_erase_at: at }
}

/** Erasing leads the promise by the agreement's margin, but never comes before the new year has begun. */
async function attendanceEraseAt(control: Kysely<ControlDatabase>, school: School): Promise<Date | null> {
  if (school.attendance_since === null || school.accepted_version === null) return null
  const agreement = await findAgreement(control, school.agreement_id, school.accepted_version)
  if (!agreement?.time.attendanceCurrentYear) return null
  const { begins, dueAt } = attendanceEnd(school.attendance_since, calendarOf(school))
  const stayed = school.attendance_stayed_until?.getTime() ?? 0
  return new Date(Math.max(begins, dueAt - lengthOf(agreement.time.margins.hours), stayed))
}
