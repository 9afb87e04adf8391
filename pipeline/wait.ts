import type { ItemCode } from '../agreement/items.js'
import type { ChangeSet, Held, Match } from './compare.js'
import type { Arrival } from './digest.js'
import { contentOf } from './refused.js'

/** Why a part of a change set waits for a person: what the guard saw, or that the school reviews everything itself. */
export type HoldReason = 'unexplainedPupils' | 'pupils' | 'staff' | 'blanked' | 'renamed' | 'groups' | 'review'

export interface WaitsFor {
  readonly reason: HoldReason
  /** Of a blanking: the item. */
  readonly item?: ItemCode | undefined
}

/** One record of a change set that waits. */
export type Waiting = WaitsFor &
  (
    | { readonly op: 'added'; readonly arrival: Arrival }
    | { readonly op: 'changed'; readonly match: Match }
    | { readonly op: 'removed'; readonly held: Held }
  )

/** What becomes of a change: it waits for a reason, it was refused or is not believed and nothing is done, or it is applied now. */
export type Fate = WaitsFor | 'refused' | 'now'

export interface Fates {
  readonly added: (arrival: Arrival) => Fate
  readonly changed: (match: Match) => Fate
  readonly removed: (held: Held) => Fate
}

export interface Divided {
  /** To be applied now. */
  readonly now: ChangeSet
  readonly waiting: readonly Waiting[]
  /** Of these only what the rules of time need is learned now: their documents and memberships stay as they are. By record. */
  readonly factsOnly: ReadonlySet<string>
}

/**
 * Divides a change set into what is applied and what waits. Of people who wait, what the rules of time need is learned all the same: a
 * clock starts when something is detected, never when it is accepted (R08). So an absence that waits stands in both parts: that somebody is
 * missing is a fact, what waits is what follows from it.
 */
export function divide(changes: ChangeSet, fates: Fates): Divided {
  const back = new Set([...changes.restored, ...changes.rebound].map(({ held }) => held.id))
  const matches = new Map([...changes.changed, ...changes.aboutChanged].map((match) => [match.held.id, match]))
  const changed = [...matches.values()]
    .filter(({ held, arrival }) => !back.has(held.id) && heldContent(held) !== contentOf(arrival))
    .map((match) => ({ match, fate: fates.changed(match) }))
  const added = changes.added.map((arrival) => ({ arrival, fate: fates.added(arrival) }))
  const removed = changes.missing.map((held) => ({ held, fate: fates.removed(held) }))
  const factsOnly = new Set(changed.filter(({ fate }) => fate !== 'now').map(({ match }) => match.held.id))
  return {
    now: {
      ...changes,
      added: added.filter(({ fate }) => fate === 'now').map(({ arrival }) => arrival),
      changed: changes.changed.filter(({ held }) => !factsOnly.has(held.id)),
      aboutChanged: changes.aboutChanged.filter(
        ({ held, arrival }) => !factsOnly.has(held.id) || held.aboutDigest !== arrival.aboutDigest,
      ),
      missing: removed.filter(({ held, fate }) => isGone(held, fate)).map(({ held }) => held),
    },
    waiting: [
      ...added.flatMap(({ arrival, fate }) => (isWaiting(fate) ? [{ ...fate, op: 'added' as const, arrival }] : [])),
      ...changed.flatMap(({ match, fate }) => (isWaiting(fate) ? [{ ...fate, op: 'changed' as const, match }] : [])),
      ...removed.flatMap(({ held, fate }) => (isWaiting(fate) ? [{ ...fate, op: 'removed' as const, held }] : [])),
    ],
    factsOnly,
  }
}

const isWaiting = (fate: Fate): fate is WaitsFor => typeof fate === 'object'

/** A group is nobody's record: while it waits it is not gone. */
const isGone = ({ kind }: Held, fate: Fate) => fate === 'now' || (isWaiting(fate) && kind !== 'group')

/** What is held of a record beside the facts that the rules of time need, in the words of `contentOf`. */
export const heldContent = ({ digest, placesDigest }: Held) => `${digest} ${placesDigest ?? ''}`
