import { addDays, weekday } from './days.js'
import type { Day } from './days.js'
import type { SchoolFacts, Term } from './facts.js'

/** A school year by the calendar year in which it begins: 2026 is 2026/27. */
export type SchoolYear = number

type Calendar = Pick<SchoolFacts, 'terms'>

/** A school year begins on the autumn term's first day; where the school gave none, on 1 September (requirements.md §4, 6). */
export function firstDayOf(year: SchoolYear, calendar: Calendar): Day {
  return termOf(year, calendar)?.autumnFirst ?? `${year}-09-01`
}

/** The summer term's last day; where the school gave none, 31 July. */
export function lastDayOf(year: SchoolYear, calendar: Calendar): Day {
  return termOf(year, calendar)?.summerLast ?? `${year + 1}-07-31`
}

/** The school year in which a day lies; the summer holidays belong to the year before them. */
export function schoolYearOf(day: Day, calendar: Calendar): SchoolYear {
  const year = Number(day.slice(0, 4))
  return day >= firstDayOf(year, calendar) ? year : year - 1
}

// The longest holidays are under eight weeks: a calendar without any school day in a year is a mistake in it.
const FURTHEST_BACK = 366

/**
 * The day itself if it is a school day, else the last one before it: Monday to Friday within a term less the breaks, or plainly Monday to
 * Friday where the school gave no calendar.
 */
export function schoolDayUpTo(day: Day, calendar: Calendar): Day {
  let candidate = day
  for (let back = 0; back < FURTHEST_BACK; back += 1) {
    if (isSchoolDay(candidate, calendar)) return candidate
    candidate = addDays(candidate, -1)
  }
  return day
}

function isSchoolDay(day: Day, calendar: Calendar): boolean {
  if (weekday(day) > 5) return false
  const year = schoolYearOf(day, calendar)
  const term = termOf(year, calendar)
  if (!term) return true
  return day <= lastDayOf(year, calendar) && !term.breaks.some(({ from, to }) => from <= day && day <= to)
}

function termOf(year: SchoolYear, { terms }: Calendar): Term | undefined {
  return terms.find(({ schoolYear }) => Number(schoolYear.slice(0, 4)) === year)
}
