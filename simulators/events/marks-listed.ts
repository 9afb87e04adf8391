import { marksBetween } from '../model/attendance/marks-between.js'
import { firstDay, schoolYearOf } from '../model/calendar.js'
import type { Mark } from '../model/attendance/marks-between.js'
import type { Day } from '../model/calendar.js'
import type { RosterWithEvents } from './roster-after.js'

export interface RegisterOf {
  readonly list: 'pupils' | 'leavers'
  readonly from: Day
  readonly to: Day
  /** The day as of which the register is shown: marks end the day before. */
  readonly today: Day
}

// A walk asks for the same days page by page. Kept by roster, which is another object after every event and every day.
const listed = new WeakMap<RosterWithEvents, Map<string, readonly Mark[]>>()

/** The marks of those in a list, as far back as an MIS shows them: the present school year and the one before. */
export function marksListed(roster: RosterWithEvents, seed: number, of: RegisterOf): readonly Mark[] {
  const known = listed.get(roster) ?? new Map<string, readonly Mark[]>()
  listed.set(roster, known)
  const { list, from, to, today } = of
  const earliest = firstDay(schoolYearOf(roster.day) - 1)
  const key = `${list} ${from} ${to} ${today}`
  const marks =
    known.get(key) ??
    marksBetween(roster[list], from < earliest ? earliest : from, to, { seed, today, set: roster.marks })
  known.set(key, marks)
  return marks
}
