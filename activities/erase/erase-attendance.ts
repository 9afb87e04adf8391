import { attendanceEnd, attendanceYearOf } from '../../agreement/retention/attendance-year.js'
import type { AttendanceCalendar } from '../../agreement/retention/attendance-year.js'
import { londonDay } from '../../agreement/calendar.js'
import { calendarOf } from '../../db/control/school.js'
import { beginYear, removeYear, subjectsOfYear } from '../../db/school/attendance/erase-years.js'
import { receiptOf } from '../../db/school/erase/receipt.js'
import { attendanceYears } from '../../db/school/attendance/years.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import { keepAttendanceSince } from '../attendance/attendance-date.js'
import { beating } from '../beat.js'
import { loadTerms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure, failure } from '../failures.js'
import type { EraseInput } from './erase-batch.js'
import { splitYear } from './stayed-marks.js'

export interface EraseAttendanceActivities {
  /**
   * Erases the marks of every attendance year that is over at `at`, but those of people whose erasure is stayed: keys destroyed with
   * their epoch, partition dropped, verified. Repeatable at any point. Answers how many years were over.
   */
  eraseAttendanceYears(input: EraseInput): Promise<number>
}

export function eraseAttendanceActivities(deps: ActivityDependencies): EraseAttendanceActivities {
  return {
    eraseAttendanceYears: (input) =>
      beating(() => erase(deps, input)).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

// What waited for a stay is gone within a day of its end; a look each half day leaves time to do it.
const STAYED_LOOK_MS = 12 * 3_600_000

async function erase(deps: ActivityDependencies, input: EraseInput): Promise<number> {
  const { school, agreement } = await loadTerms(deps, input.school)
  const calendar = calendarOf(school)
  const { db } = await deps.schools.open(input.school)
  const current = attendanceYearOf(londonDay(input.at), calendar)
  const over = (await attendanceYears(db)).filter((year) => year < current)
  let stayed = 0
  // An erasure that was overtaken by another version of the agreement takes nothing.
  if (agreement.time.attendanceCurrentYear)
    for (const year of over) stayed += await eraseYear(deps, input, year, calendar)
  const again = stayed === 0 ? null : new Date(Date.parse(input.at) + STAYED_LOOK_MS)
  await keepAttendanceSince(deps, input.school, again)
  return over.length
}

/** Answers how many people's marks stay, because their erasure is stayed. */
async function eraseYear(
  deps: ActivityDependencies,
  { school, erasure, at: instant }: EraseInput,
  year: number,
  calendar: AttendanceCalendar,
): Promise<number> {
  const { pool, db } = await deps.schools.open(school)
  const at = new Date(instant)
  const split = await splitYear(db, { year, at, dueAt: attendanceEnd(year, calendar).dueAt })
  const { going: subjects, stayed, dueAt } = split
  const lookup = await deps.keyring.schoolKey(school, 'lookup')
  const receipt = receiptOf(lookup, 'attendance', String(year))
  const of = { erasure, year, subjects, receipt, dueAt, at }
  const keyIds = await schoolTransaction(pool, (trx) => beginYear(trx, of))
  // Keys before rows: what is left of a partition after a crash opens no more, here or in any copy.
  await deps.keyring.destroyAttendance(school, year, stayed)
  await schoolTransaction(pool, (trx) => removeYear(trx, of, stayed.length === 0))
  const opens = await deps.keyring.openKeys(school, keyIds)
  const left = (await subjectsOfYear(db, year)).length
  if (opens.size > 0 || left !== stayed.length) throw failure('ErasureIncomplete')
  return stayed.length
}
