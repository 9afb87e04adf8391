import type { RuleDate } from './date.js'
import { after, dayOf, startOf } from './days.js'
import type { Day, Instant } from './days.js'
import type { Facts, SchoolFacts } from './facts.js'
import { firstDayOf } from './school-year.js'
import type { SchoolYear } from './school-year.js'

export type AttendanceCalendar = Pick<SchoolFacts, 'terms'>

const WITHIN = 'PT24H'

/** Marks of the year before are gone a day after a new attendance year has begun (requirements.md §4, 10): the running one, or the next. */
export function attendanceYear({ now, school }: Pick<Facts, 'now' | 'school'>): RuleDate {
  const year = Number(dayOf(now).slice(0, 4))
  const running = attendanceStart(year, school)
  const next = after(startOf(running), WITHIN) > now ? running : attendanceStart(year + 1, school)
  const begins = startOf(next)
  return {
    rule: 'attendanceYear',
    item: 'pupil.attendance',
    dueAt: after(begins, WITHIN),
    begins,
    planned: begins > now,
    fact: { what: 'attendanceYear', date: next },
  }
}

/** When the marks of an attendance year have to be gone: a day after the next one has begun. */
export interface AttendanceEnd {
  readonly begins: Instant
  readonly dueAt: Instant
}

export function attendanceEnd(year: SchoolYear, school: AttendanceCalendar): AttendanceEnd {
  const begins = startOf(attendanceStart(year + 1, school))
  return { begins, dueAt: after(begins, WITHIN) }
}

/** The attendance year in which a day lies, by the calendar year in which it began. */
export function attendanceYearOf(day: Day, school: AttendanceCalendar): SchoolYear {
  const year = Number(day.slice(0, 4))
  return day >= attendanceStart(year, school) ? year : year - 1
}

/** The earlier of 1 September and the school's first autumn day. */
export function attendanceStart(year: SchoolYear, school: AttendanceCalendar): Day {
  const first = firstDayOf(year, school)
  return first < `${year}-09-01` ? first : `${year}-09-01`
}
