import { attendanceEnd, attendanceYearOf } from '../../agreement/retention/attendance-year.js'
import type { AttendanceCalendar } from '../../agreement/retention/attendance-year.js'
import { londonDay } from '../../agreement/calendar.js'
import { calendarOf } from '../../db/control/school.js'
import { beginYear, removeYear } from '../../db/school/attendance/erase-years.js'
import { attendanceYears } from '../../db/school/attendance/years.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import { keyedHex } from '../../vault/keyed-hash.js'
import { keepAttendanceSince } from '../attendance/attendance-date.js'
import { beating } from '../beat.js'
import { loadTerms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure, failure } from '../failures.js'
import type { EraseInput } from './erase-batch.js'

export interface EraseAttendanceActivities {
  /**
   * Erases the marks of every attendance year that is over at `at`: keys destroyed with their epoch, partition dropped, verified. Repeatable
   * at any point. Answers how many years went.
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

async function erase(deps: ActivityDependencies, input: EraseInput): Promise<number> {
  const { school: id, at } = input
  const { school, agreement } = await loadTerms(deps, id)
  const calendar = calendarOf(school)
  const { db } = await deps.schools.open(id)
  const current = attendanceYearOf(londonDay(at), calendar)
  const over = (await attendanceYears(db)).filter((year) => year < current)
  // An instruction that was overtaken by another version of the agreement erases nothing.
  if (agreement.time.attendanceCurrentYear) for (const year of over) await eraseYear(deps, input, year, calendar)
  await keepAttendanceSince(deps, id)
  return over.length
}

// As long as an opaque id has to be that nobody hits upon by guessing: 100 bits.
const RECEIPT_DIGITS = 25

async function eraseYear(
  deps: ActivityDependencies,
  { school, erasure, at }: EraseInput,
  year: number,
  calendar: AttendanceCalendar,
): Promise<void> {
  const { pool, db } = await deps.schools.open(school)
  const lookup = await deps.keyring.schoolKey(school, 'lookup')
  const receipt = keyedHex(lookup, 'receipt', 'attendance', String(year)).slice(0, RECEIPT_DIGITS)
  const dueAt = new Date(attendanceEnd(year, calendar).dueAt)
  const keyIds = await schoolTransaction(pool, (trx) => beginYear(trx, { erasure, year, receipt, dueAt }))
  // Keys before rows: what is left of a partition after a crash opens no more, here or in any copy.
  await deps.keyring.destroyAttendance(school, year + 1)
  await schoolTransaction(pool, (trx) => removeYear(trx, year, erasure, new Date(at)))
  const opens = await deps.keyring.openKeys(school, keyIds)
  if (opens.size > 0 || (await attendanceYears(db)).includes(year)) throw failure('ErasureIncomplete')
}
