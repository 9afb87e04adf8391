import { assignIds, groupsOfOne, placeMemberships, refKey } from '../../pipeline/assign.js'
import type { PlacedMembership } from '../../pipeline/assign.js'
import type { ChangeSet, Match } from '../../pipeline/compare.js'
import { refHash } from '../../pipeline/digest.js'
import type { Arrival } from '../../pipeline/digest.js'
import type { ApplyPlan, StatedLeaving } from '../../db/school/apply/plan.js'
import { isPerson } from '../../db/school/apply/plan.js'
import type { Decide } from '../../db/school/time/retime.js'
import { keyedId } from '../../vault/keyed-hash.js'
import type { ActivityDependencies } from '../dependencies.js'
import { madeKey } from '../made-key.js'
import type { SchoolKeys } from './school-keys.js'

export interface PlanInput {
  readonly school: string
  readonly runId: string
  readonly at: string
  readonly today: string
  readonly changes: ChangeSet
  readonly factsOnly: ApplyPlan['factsOnly']
  readonly keys: SchoolKeys
  readonly decide: Decide
  readonly lookAgainAt: readonly string[]
  readonly stated: ReadonlyMap<string, StatedLeaving>
  readonly withheld: ApplyPlan['withheld']
  readonly retired: ApplyPlan['retired']
}

export interface Placement {
  readonly ids: ReadonlyMap<string, string>
  readonly memberships: ReadonlyMap<Arrival, readonly PlacedMembership[]>
  readonly owners: ReadonlyMap<string, string>
}

/** Gives every arrival its id and every membership its group. Two attempts at one run give the same ids. */
export function place({ runId, changes, keys }: PlanInput, arrivals: readonly Arrival[]): Placement {
  const ids = assignIds(changes, (arrival) => keyedId(keys.lookup, 'id', runId, arrival.kind, arrival.refHash))
  const groupKey = (ref: string) => refKey({ kind: 'group', refHash: refHash('group', ref, keys.hashes.lookup) })
  const keyOfRef = memoised(groupKey)
  const memberships = new Map<Arrival, readonly PlacedMembership[]>()
  for (const person of arrivals.filter(isPerson)) memberships.set(person, placeMemberships(person, ids, keyOfRef))
  return { ids, memberships, owners: groupsOfOne([...memberships.values()].flat()) }
}

/** Completes the plan: which groups change keys, and the keys themselves, made before any row that needs them. */
export async function planApply(
  deps: ActivityDependencies,
  input: PlanInput,
  placement: Placement,
): Promise<ApplyPlan> {
  const { school, runId, at, today, changes, keys } = input
  const idOf = (arrival: Arrival) => placement.ids.get(refKey(arrival)) ?? ''
  const resealed = [...changes.unchanged, ...changes.changed].filter(({ held }) => changesOwner(held, placement))
  const personKeys = await deps.keyring.makeSubjectKeys(
    school,
    subjectsToSeal(input, placement, resealed, idOf),
    'core',
  )
  const personKey = (subject: string) => madeKey(personKeys.get(subject))
  const ownerOf = (group: string) => placement.owners.get(group)
  return {
    runId,
    at: new Date(at),
    today,
    changes,
    factsOnly: input.factsOnly,
    resealed,
    idOf,
    membershipsOf: (arrival) => placement.memberships.get(arrival) ?? [],
    ownerOf,
    personKey,
    openKeys: (ids) => deps.keyring.openKeys(school, ids),
    decide: input.decide,
    lookAgainAt: input.lookAgainAt,
    stated: input.stated,
    withheld: input.withheld,
    retired: input.retired,
    keyOf: (arrival) => {
      const id = idOf(arrival)
      const owner = isPerson(arrival) ? id : ownerOf(id)
      return owner === undefined ? keys.groups : personKey(owner)
    },
  }
}

function changesOwner(held: Match['held'], placement: Placement): boolean {
  return held.kind === 'group' && held.owner !== (placement.owners.get(held.id) ?? null)
}

/** Whose keys are needed: of everybody who is new or changed, and of the sole members of groups that are sealed now. */
function subjectsToSeal(
  { changes, stated }: PlanInput,
  placement: Placement,
  resealed: readonly Match[],
  idOf: (arrival: Arrival) => string,
): readonly string[] {
  const touched = [...changes.changed, ...changes.aboutChanged, ...changes.restored, ...changes.rebound, ...resealed]
  const arrivals = [...changes.added, ...touched.map(({ arrival }) => arrival)]
  const subjects = arrivals.flatMap((arrival) =>
    isPerson(arrival) ? idOf(arrival) : (placement.owners.get(idOf(arrival)) ?? []),
  )
  return [...new Set([...subjects, ...stated.keys()])]
}

function memoised(compute: (ref: string) => string): (ref: string) => string {
  const known = new Map<string, string>()
  return (ref) => {
    const before = known.get(ref)
    if (before !== undefined) return before
    const now = compute(ref)
    known.set(ref, now)
    return now
  }
}
