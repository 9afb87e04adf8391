import type { RuleDate } from './date.js'
import { addDays, dayOf, daysBetween, startOf } from './days.js'
import type { Day, Instant } from './days.js'
import type { RetentionPolicy } from './policy.js'

/** A policy that came to hold in place of another: accepted, or narrower and told. */
export interface PolicyChange {
  readonly policy: RetentionPolicy
  readonly from: Instant
}

/** The policies that held for a school, one after the other. */
export interface Law {
  readonly first: RetentionPolicy
  /** In the order in which they came to hold. */
  readonly changes: readonly PolicyChange[]
}

/** When what sets a date happened, and when the date could first be told; null where it could be all along. */
export interface Told {
  readonly happened: Instant
  readonly known: Instant | null
}

// Nobody loses what is due sooner by a change before a school has had four weeks to act on it (requirements.md §3, §4, 16).
const NOTICE_DAYS = 28

/** The first day on which something can be due sooner than it was, because a policy changed. */
export function countsFrom(change: Instant): Day {
  return addDays(dayOf(change), NOTICE_DAYS)
}

export function policyAt({ first, changes }: Law, now: Instant): RetentionPolicy {
  return changes.findLast(({ from }) => from <= now)?.policy ?? first
}

/**
 * The dates that hold after a policy changed: one that becomes shorter not before the notice is over, and never later than it was; one that
 * becomes longer, or falls away, only where what sets it happened after the change (§4, 16).
 */
export function changedDates(
  before: readonly RuleDate[],
  after: readonly RuleDate[],
  from: Instant,
  toldOf: (date: RuleDate) => Told,
): readonly RuleDate[] {
  const isOneOf = (dates: readonly RuleDate[], date: RuleDate) => dates.find((other) => isSame(other, date))
  const kept = before.filter((date) => !isOneOf(after, date) && toldOf(date).happened <= from)
  return [...kept, ...after.map((date) => changed(isOneOf(before, date), date, from, toldOf(date)))]
}

const isSame = (a: RuleDate, b: RuleDate) => a.rule === b.rule && a.item === b.item

function changed(before: RuleDate | undefined, after: RuleDate, from: Instant, { happened, known }: Told): RuleDate {
  if (before && before.dueAt <= after.dueAt) return before.dueAt < after.dueAt && happened > from ? after : before
  // Nobody could have been told another date: it does not become shorter.
  if (known !== null && known > from) return after
  const day = countsFrom(from)
  return before && before.dueAt <= startOf(day) ? before : putOff(after, day)
}

/** Not before a day; and what was to be late against the promise is late only against that day. */
function putOff({ lateByDays, ...date }: RuleDate, day: Day): RuleDate {
  const notBefore = startOf(day)
  if (date.dueAt < notBefore) return { ...date, dueOn: day, dueAt: notBefore, notBefore }
  if (lateByDays === undefined || date.dueOn === undefined) return { ...date, notBefore }
  const late = Math.min(lateByDays, daysBetween(day, date.dueOn))
  return { ...date, notBefore, ...(late > 0 && { lateByDays: late }) }
}
