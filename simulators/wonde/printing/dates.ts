import type { Day } from '../../model/calendar.js'

/** Wonde wraps every date as PHP prints one. */
export interface WrappedDate {
  readonly date: string
  readonly timezone_type: 3
  readonly timezone: string
}

/** A day of the calendar: midnight at the school, not to be shifted. */
export function calendarDate(day: Day | null): WrappedDate | null {
  return day === null ? null : { date: `${day} 00:00:00.000000`, timezone_type: 3, timezone: 'Europe/London' }
}

/** An instant, `YYYY-MM-DD HH:MM:SS`. */
export function instantDate(stamp: string): WrappedDate {
  return { date: `${stamp}.000000`, timezone_type: 3, timezone: 'UTC' }
}
