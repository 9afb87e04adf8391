import { dayOf } from '../retention/days.js'
import type { Day, Instant } from '../retention/days.js'
import { knownAt } from '../retention/facts.js'
import type { Facts } from '../retention/facts.js'
import { withdrawnSince } from '../retention/known-person.js'
import type { KnownPerson } from '../retention/known-person.js'
import { leavingOf } from '../retention/leaving.js'
import type { Leaving } from '../retention/leaving.js'
import type { Retention } from '../retention/retention.js'
import type { HeldPerson } from './explain.js'

/** One person, opened for one activity, with what the rules of time say of it. */
export interface OpenedPerson {
  readonly id: string
  readonly person: KnownPerson
  readonly facts: Facts
  readonly retention: Retention
  readonly suppressedFrom: Instant | null
  /** From when the person is not read as one who is here, whether or not that has come. */
  readonly goneFrom: Instant | null
  /** Until when the person's absence waits for somebody to look at it. */
  readonly waitsUntil: Instant | null
  /** Items withdrawn of this person alone. */
  readonly withheld: readonly string[]
}

/** What is held of a person, as it explains: days for instants, and of what lies ahead nothing. */
export function heldPerson(opened: OpenedPerson): HeldPerson {
  const { id, person, facts, retention, suppressedFrom, goneFrom, waitsUntil, withheld } = opened
  const { now } = facts
  const leaving = leavingOf(knownAt(facts))
  const restriction = person.stays.find(({ kind, endedAt }) => kind === 'restriction' && endedAt === null)
  const items = withheld.flatMap((item) => withdrawnSince(person, item)?.getTime() ?? [])
  const [date] = retention.dates
  const hasGone = goneFrom !== null && goneFrom <= now
  return {
    id,
    suppressedSince: dayIn(suppressedFrom),
    withdrawnOn: dayIn(withdrawnSince(person, null)?.getTime() ?? null),
    restrictedSince: dayIn(restriction?.from.getTime() ?? null),
    itemsWithdrawnOn: items.length === 0 ? null : dayOf(Math.max(...items)),
    waitsUntil: dayIn(waitsUntil),
    gone: hasGone ? { since: dayOf(goneFrom), by: byWhat(leaving, retention) } : null,
    start: leaving.spells.present?.start ?? null,
    leaving: leaving.lastDay,
    erasedBy: date && !date.planned && date.item === undefined ? (date.dueOn ?? dayOf(date.dueAt)) : null,
  }
}

function byWhat({ told, stated, lastDay }: Leaving, { wins }: Retention): NonNullable<HeldPerson['gone']>['by'] {
  if (wins === 'noLongerInScope') return 'noLongerReceived'
  if (told) return 'told'
  return stated !== null || lastDay !== null ? 'stated' : 'missing'
}

const dayIn = (instant: Instant | null): Day | null => (instant === null ? null : dayOf(instant))
