import { Temporal as Calendar } from 'temporal-polyfill'
import { londonDay, startOfLondonDay } from '../calendar.js'

/** A Europe/London day, `YYYY-MM-DD`: two of them compare as text. */
export type Day = string

/** Milliseconds since 1970 began in UTC. Rules in hours are elapsed time, exact across both clock changes (requirements.md §4, 1). */
export type Instant = number

export function dayOf(instant: Instant): Day {
  const date = new Date(instant)
  const plain = instant >= 0 && date.getUTCHours() < LAST_HOUR
  return plain ? date.toISOString().slice(0, 10) : londonDay(date)
}

// Since 1970 it has never been earlier in London than in UTC, nor more than an hour later: the calendar, which takes a hundred times as
// long, need only be asked about the day's last hour.
const LAST_HOUR = 23

/** The first instant of a London day. */
export function startOf(day: Day): Instant {
  return startOfLondonDay(day).getTime()
}

/** The first instant after a London day. */
export function endOf(day: Day): Instant {
  return startOf(addDays(day, 1))
}

export function addDays(day: Day, days: number): Day {
  return Calendar.PlainDate.from(day).add({ days }).toString()
}

/**
 * A calendar period later: the same number of the day, clamped to the month's last (§4, 2). Computed from the day itself every time, so the
 * end of a month does not stick.
 */
export function addPeriod(day: Day, period: string): Day {
  return Calendar.PlainDate.from(day).add(period).toString()
}

/** An exact time later, `PT24H` and the like. */
export function after(instant: Instant, period: string): Instant {
  return instant + lengthOf(period)
}

/** How long an exact period is. Days count as 24 hours: only margins and hours are given so. */
export function lengthOf(period: string): number {
  return Calendar.Duration.from(period).total('milliseconds')
}

export function daysBetween(from: Day, to: Day): number {
  return Calendar.PlainDate.from(from).until(to).days
}

/** 1 is Monday. */
export function weekday(day: Day): number {
  return Calendar.PlainDate.from(day).dayOfWeek
}

/** Full years lived on a day; born on 29 February, one is a year older from 1 March. */
export function ageOn(day: Day, born: Day): number {
  return Calendar.PlainDate.from(born).until(day, { largestUnit: 'years' }).years
}

/** The latest of the instants that are known. */
export function latest(...instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((instant) => instant !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** The earliest of the instants that are known. */
export function earliest(...instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((instant) => instant !== null)
  return known.length === 0 ? null : Math.min(...known)
}
