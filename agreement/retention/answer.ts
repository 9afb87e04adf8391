import type { Instant } from './days.js'
import type { Retention, RetentionDate } from './retention.js'

/** The calculator's answer as requirements.md §4 writes it: instants in UTC, and nothing where there is nothing to say. */
export function answerOf({ dates, wins, state, hiddenFrom, leftFrom, disabledFrom, asks, flags }: Retention) {
  return {
    dates: dates.map(dateOf),
    wins,
    state,
    ...(hiddenFrom !== null && { hiddenFrom: written(hiddenFrom) }),
    ...(leftFrom !== null && { leftFrom: written(leftFrom) }),
    ...(disabledFrom !== null && { disabledFrom: written(disabledFrom) }),
    asks,
    flags,
  }
}

function dateOf({ rule, item, dueOn, dueAt, eraseAt, planned, fact, lateByDays }: RetentionDate) {
  return {
    rule,
    ...(item !== undefined && { item }),
    ...(dueOn !== undefined && { dueOn }),
    dueAt: written(dueAt),
    eraseAt: written(eraseAt),
    planned,
    fact,
    ...(lateByDays !== undefined && { lateByDays }),
  }
}

const written = (instant: Instant) => new Date(instant).toISOString()
