import { addDays, dayOf } from './days.js'
import type { Day, Instant } from './days.js'

/** What a school is asked about itself: the days, and the last one on which it can still be answered. */
export interface SchoolQuestion {
  readonly kind: 'contractEnds' | 'noWholeRead'
  readonly dueOn: Day
  readonly asks: readonly Day[]
}

const CONTRACT_ASKS = [60, 30, 7]

/** Before the last day of a contract (K21). */
export function contractQuestion(endsOn: Day): SchoolQuestion {
  return { kind: 'contractEnds', dueOn: endsOn, asks: CONTRACT_ASKS.map((days) => addDays(endsOn, -days)) }
}

const UNREAD_DAYS = 120
const UNREAD_ASKS = [30, 20, 10]

/**
 * On days 90, 100 and 110 after the last whole read, or since the school said that it goes on; with day 120 the contract ends (§4, 9). Asked
 * later than that, after an outage of ours say, the end moves along: nobody is ended who was not asked three times.
 */
export function unreadQuestion(since: Instant, today: Day): SchoolQuestion {
  const planned = addDays(dayOf(since), UNREAD_DAYS)
  const soonest = addDays(today, UNREAD_ASKS[0] ?? 0)
  const dueOn = planned < soonest ? soonest : planned
  return { kind: 'noWholeRead', dueOn, asks: UNREAD_ASKS.map((days) => addDays(dueOn, -days)) }
}
