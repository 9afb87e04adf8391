import { z } from 'zod'
import { daysBetween } from '../retention/days.js'
import type { Day } from '../retention/days.js'
import type { Term } from '../retention/facts.js'
import { lastDayOf } from '../retention/school-year.js'

/** Weeks in which a school makes its classes anew, the first and the last day included. */
export interface RolloverWeeks {
  readonly from: Day
  readonly to: Day
}

interface OwnCalendar {
  readonly terms?: readonly Term[] | undefined
  /** Announced by the school, beside the summer. */
  readonly rollover?: readonly RolloverWeeks[] | undefined
}

/**
 * Whether new classes and year groups are expected on a day: from the day after the summer term's last day (the school's calendar; unknown:
 * 31 July) until 30 September, and in the weeks that the school announced itself.
 */
export function isRollover(day: Day, { terms = [], rollover = [] }: OwnCalendar): boolean {
  return isSummer(day, terms) || rollover.some(({ from, to }) => from <= day && day <= to)
}

function isSummer(day: Day, terms: readonly Term[]): boolean {
  const year = Number(day.slice(0, 4))
  return day > lastDayOf(year - 1, { terms: [...terms] }) && day <= `${year}-09-30`
}

export interface RolloverFault {
  readonly path: readonly [index: number, end: 'from' | 'to']
  readonly code: 'noSuchDay' | 'endsBeforeStart' | 'tooLong'
  /** What is wrong and what to write instead; never what was written. */
  readonly advice: string
}

// The longest summer is under eight weeks: whoever needs more than ten would switch the guard off.
const LONGEST_WEEKS = 10

/** What cannot be announced: days that do not exist, an end before its beginning, and more than ten weeks. */
export function rolloverFaults(weeks: readonly RolloverWeeks[]): readonly RolloverFault[] {
  return weeks.flatMap(({ from, to }, index): readonly RolloverFault[] => {
    const unreal = (['from', 'to'] as const).filter((end) => !exists({ from, to }[end]))
    if (unreal.length > 0) return unreal.map((end) => ({ path: [index, end], code: 'noSuchDay', advice: noSuchDay }))
    if (to < from) return [{ path: [index, 'to'], code: 'endsBeforeStart', advice: endsBeforeStart }]
    return daysBetween(from, to) < LONGEST_WEEKS * 7 ? [] : [{ path: [index, 'to'], code: 'tooLong', advice: tooLong }]
  })
}

const noSuchDay = 'Write a day that exists, as 2027-06-14.'
const endsBeforeStart = 'The last day lies before the first; write the two the other way round.'
const tooLong = `Announce at most ${LONGEST_WEEKS} weeks at once; outside them groups that vanish are looked at.`

const exists = (day: string) => z.iso.date().safeParse(day).success
