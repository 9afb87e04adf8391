import type { PlacedMembership } from '../../../pipeline/assign.js'
import type { ChangeSet, Held } from '../../../pipeline/compare.js'
import type { Arrival } from '../../../pipeline/digest.js'
import type { OpenKey } from '../../../vault/open-key.js'
import type { Withheld } from '../withheld.js'
import type { OpenKeys } from '../time/known-people.js'
import type { Decide } from '../time/retime.js'

/** Everything one apply needs, decided before its transaction begins: keys exist, ids are given, nothing is read from a source any more. */
export interface ApplyPlan {
  readonly runId: string
  readonly at: Date
  /** The London day of `at`. */
  readonly today: string
  readonly changes: ChangeSet
  /** Of these only what the rules of time need is learned: their documents and memberships stay as they are. By record. */
  readonly factsOnly: ReadonlySet<string>
  /** Groups whose number of members crossed one, so that another key must seal their name. */
  readonly resealed: readonly { readonly held: Held; readonly arrival: Arrival }[]
  readonly idOf: (arrival: Arrival) => string
  readonly membershipsOf: (arrival: Arrival) => readonly PlacedMembership[]
  /** The sole member of a group of one. */
  readonly ownerOf: (groupId: string) => string | undefined
  /** The key that seals a record: a person's own, a sole member's, or the school's for groups. */
  readonly keyOf: (arrival: Arrival) => OpenKey
  /** The key of a person, to read and seal their facts. */
  readonly personKey: (subjectId: string) => OpenKey
  /** Opens what was sealed before, to read what is known of those whose dates are computed anew. */
  readonly openKeys: OpenKeys
  readonly decide: Decide
  /** What the source states of those it lists no more, by subject. */
  readonly stated: ReadonlyMap<string, StatedLeaving>
  /** Items of single people that the gate held back. */
  readonly withheld: readonly Withheld[]
  /** Records whose old ids say nothing any more, and whether the MIS's numbers of them do. */
  readonly retired: Retired
  /** People whose dates may read otherwise by now although the read says nothing new of them. */
  readonly lookAgainAt: readonly string[]
}

export interface Retired {
  readonly records: readonly string[]
  readonly numbersToo: boolean
}

/** A leaving that somebody states, as it is kept: who says so, and the last day on roll if it is said. */
export interface StatedLeaving {
  readonly by: 'leaverRow' | 'deletionRow' | 'endedEnrolment' | 'optOut'
  readonly leftOn: string | null
}

export const isPerson = (one: { readonly kind: string }) => one.kind !== 'group'
