import type { Day } from '../calendar.js'

const DAY_MS = 86_400_000
const THURSDAY = 4

// From the 28th of October and the like: the week from Monday to Friday in which that day falls has no school.
const holidayWeeks = ['02-16', '04-04', '04-11', '05-28', '10-28']

/** A day's number since 1970, which was a Thursday: what marks are drawn by. */
export function dayNumber(day: Day): number {
  return Math.round(Date.parse(day) / DAY_MS)
}

/**
 * Whether school is kept: Monday to Friday, less a fortnight and three single weeks of holidays, Christmas from 21 December to 3 January and
 * the summer from 23 July to 31 August.
 */
export function isSchoolDay(day: Day): boolean {
  const weekday = weekdayOf(day)
  if (weekday > 5) return false
  const date = day.slice(5)
  if (date >= '12-21' || date <= '01-03' || (date >= '07-23' && date <= '08-31')) return false
  const monday = dayNumber(day) - weekday + 1
  return !holidayWeeks.some((within) => {
    const off = dayNumber(`${day.slice(0, 4)}-${within}`) - monday
    return off >= 0 && off < 7
  })
}

/** 1 is Monday. */
function weekdayOf(day: Day): number {
  return ((dayNumber(day) + THURSDAY - 1) % 7) + 1
}
