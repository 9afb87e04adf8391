import type { RuleCode } from './date.js'
import { addDays, earliest, startOf } from './days.js'
import type { Instant } from './days.js'
import type { Facts } from './facts.js'

export interface Pause {
  readonly from: Instant
  /** Null while only an instruction can end it. */
  readonly until: Instant | null
  readonly hides: boolean
}

// Counted from the review date: the school was reminded 14, 7 and 0 days before it and did not answer.
const SAR_LAPSES_AFTER_DAYS = 14

/** Stays pause an erasure and move no date (requirements.md §4, 15). Only a subject access request's ends by itself. */
export function pausesOf({ stays }: Pick<Facts, 'stays'>): readonly Pause[] {
  return stays.map(({ kind, from, reviewBy, endedAt }) => ({
    from,
    until: kind === 'sar' ? earliest(endedAt, startOf(addDays(reviewBy, SAR_LAPSES_AFTER_DAYS))) : endedAt,
    hides: kind === 'restriction',
  }))
}

export function isPausedAt(at: Instant, pauses: readonly Pause[]): boolean {
  return pauses.some(({ from, until }) => from <= at && (until === null || at < until))
}

// What waited for a stay is gone within a day of its end, and is not late before that.
const AFTER_STAY_MS = 24 * 3_600_000

/** The data of a stayed subject is returned at a contract's end, and goes with the rest (K18). */
export const paysNoHeedToStays = (rule: RuleCode) => rule === 'contractEnd'

/** When an erasure that would fall into a stay can begin. */
export function afterPauses(eraseAt: Instant, pauses: readonly Pause[]): Instant {
  const over = pauses.find(({ from, until }) => until !== null && from <= eraseAt && eraseAt < until)
  return over?.until ? afterPauses(over.until, pauses) : eraseAt
}

/** By when what waited for a stay has to be gone; where none stood at `dueAt`, that is it. */
export function dueAfterPauses(dueAt: Instant, pauses: readonly Pause[]): Instant {
  const stood = pauses.filter(({ from, until }) => from <= dueAt && until !== null && until > dueAt)
  return Math.max(dueAt, ...stood.map(({ until }) => (until ?? dueAt) + AFTER_STAY_MS))
}

/** Whether a stay excuses that something is still there after `dueAt`. */
export function isExcused(dueAt: Instant, now: Instant, pauses: readonly Pause[]): boolean {
  return pauses.some(({ from, until }) => from <= dueAt && (until === null || now < until + AFTER_STAY_MS))
}
