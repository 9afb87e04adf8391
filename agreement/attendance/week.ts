import { addDays, weekday } from '../retention/days.js'
import type { Day } from '../retention/days.js'

/** The Monday of the week in which a day lies: what a week's marks are kept under. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekday(day))
}
