import { contractEnd } from './contract-end.js'
import { endOf, lengthOf } from './days.js'
import type { Day, Instant } from './days.js'
import type { RetentionPolicy } from './policy.js'

/** What was said about the end of a school. */
export interface EndingFacts {
  /** From when on, as somebody asked; the contract's own end where nobody did. */
  readonly effectiveAt: Instant
  /** When we were told, or found the contract over. */
  readonly instructedAt: Instant
  /** The vendor's staff asked on the school's behalf: a second person has to confirm. */
  readonly needsConfirmation: boolean
  readonly confirmedAt: Instant | null
  /** The school wants no waiting for the deadline. */
  readonly eraseEarly: boolean
  /** The last day of the contract. */
  readonly endsOn: Day | null
}

/** When what happens at the end of a school (requirements.md §4, 9). */
export interface EndingPlan {
  /** E, the first instant at which the contract is no longer in force. */
  readonly endsAt: Instant
  /** The promise: by then nothing is left. The clock runs from E, confirmed or not. */
  readonly dueAt: Instant
  /** Null while a second person has to confirm: nothing is cut and nothing erased on one person's word. */
  readonly accessEndsAt: Instant | null
  readonly coolingOffUntil: Instant | null
  readonly eraseAt: Instant | null
  /** When somebody is to be told that it is not done yet. */
  readonly alertsAt: readonly [half: Instant, late: Instant]
  /** When somebody is reminded that a confirmation is missing; the last is an incident. */
  readonly remindersAt: readonly Instant[]
}

const HOUR = 3_600_000
const COOLING_OFF = 24 * HOUR
// So much is left for erasing between the end of the cooling-off and the margin.
const ERASING = 2 * HOUR
// 40 hours of M's 48.
const LATE = 8 * HOUR
// What is erased on plan takes a minute or two; only what takes longer is worth waking somebody.
const ON_PLAN = 10 * 60_000
const REMINDERS = [4 * HOUR, 20 * HOUR, 24 * HOUR]

export function endingPlan(facts: EndingFacts, policy: Pick<RetentionPolicy, 'contractEnd' | 'margins'>): EndingPlan {
  const { effectiveAt, endsOn, instructedAt } = facts
  const contract = { startsOn: null, endsOn, endedAt: effectiveAt }
  const due = contractEnd({ school: { contract }, now: effectiveAt }, policy.contractEnd)
  const { begins: endsAt, dueAt } = due ?? { begins: effectiveAt, dueAt: effectiveAt }
  const margin = lengthOf(due?.dueOn === undefined ? policy.margins.hours : policy.margins.days)
  const standsFrom = confirmation(facts)
  const coolingOffUntil =
    standsFrom === null ? null : Math.max(standsFrom, Math.min(standsFrom + COOLING_OFF, dueAt - margin - ERASING))
  const atOnce = due?.dueOn === undefined || facts.eraseEarly
  const eraseAt =
    coolingOffUntil === null ? null : Math.max(endsAt, coolingOffUntil, atOnce ? coolingOffUntil : dueAt - margin)
  const notBefore = eraseAt === null ? 0 : eraseAt + ON_PLAN
  return {
    endsAt,
    dueAt,
    accessEndsAt: standsFrom === null ? null : Math.max(endsAt, instructedAt),
    coolingOffUntil,
    eraseAt,
    alertsAt: [Math.max((endsAt + dueAt) / 2, notBefore), Math.max(dueAt - LATE, notBefore)],
    remindersAt: standsFrom === null ? REMINDERS.map((after) => instructedAt + after) : [],
  }
}

/** C: when the end came to stand. A contract that ran out needs nobody's word. */
function confirmation({ effectiveAt, instructedAt, needsConfirmation, confirmedAt, endsOn }: EndingFacts) {
  const ranOut = endsOn !== null && endOf(endsOn) <= effectiveAt
  if (!needsConfirmation || ranOut) return Math.max(ranOut && endsOn ? endOf(endsOn) : effectiveAt, instructedAt)
  return confirmedAt
}
