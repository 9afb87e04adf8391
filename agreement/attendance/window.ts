import { attendanceStart, attendanceYearOf } from '../retention/attendance-year.js'
import type { AttendanceCalendar } from '../retention/attendance-year.js'
import { addDays } from '../retention/days.js'
import type { Day } from '../retention/days.js'
import { mondayOf } from './week.js'

// An absence has its reason within five school days as a rule, and a register is corrected for a week or two after (domain sheet A6).
const READ_AGAIN_DAYS = 28

// A walk has an end that can be proven, and a school of 5,000 has a thousand pages of marks in four weeks.
const DAYS_A_WALK = 28

/** The days of which marks are read tonight, both included. */
export interface AttendanceWindow {
  readonly from: Day
  readonly to: Day
  /** Only marks that were entered or changed since this day are asked for; null: all of them. */
  readonly changedSince: Day | null
}

/**
 * From the year's beginning the first time; afterwards the four weeks before the last whole read, in whole weeks, so that nothing is missed
 * over a pause and a mark that was changed is found. Never beyond the year: the current one, or where earlier ones are kept the last read's.
 * The first read of a week asks for all of these days, and so finds what was taken away; the others ask for what changed since the last read:
 * for a school of 1,500 that is 20 pages of a night instead of 300.
 */
export function attendanceWindow(
  { today, readTo, currentYearOnly }: { today: Day; readTo: Day | null; currentYearOnly: boolean },
  calendar: AttendanceCalendar,
): AttendanceWindow {
  const year = attendanceYearOf(currentYearOnly || readTo === null ? today : readTo, calendar)
  const start = attendanceStart(year, calendar)
  const again = readTo === null ? start : mondayOf(addDays(readTo, -READ_AGAIN_DAYS))
  const whole = readTo === null || mondayOf(readTo) !== mondayOf(today)
  return { from: again > start ? again : start, to: today, changedSince: whole ? null : readTo }
}

/** The same days in stretches that are walked one after the other. What changed is a short list, whatever its days are. */
export function walksOf({
  from,
  to,
  changedSince,
}: AttendanceWindow): readonly Pick<AttendanceWindow, 'from' | 'to'>[] {
  if (changedSince !== null) return [{ from, to }]
  const walks: Pick<AttendanceWindow, 'from' | 'to'>[] = []
  for (let first = from; first <= to; first = addDays(first, DAYS_A_WALK)) {
    const last = addDays(first, DAYS_A_WALK - 1)
    walks.push({ from: first, to: last < to ? last : to })
  }
  return walks
}
