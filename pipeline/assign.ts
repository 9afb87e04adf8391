import type { ChangeSet } from './compare.js'
import type { Arrival } from './digest.js'

/** Names a record across one read: by kind and hash of the source's id. */
export const refKey = (one: { readonly kind: string; readonly refHash: string }) => `${one.kind}/${one.refHash}`

/** The id of every record that arrived: what it is held under, or a new one that any other attempt at this run would give it too. */
export function assignIds(changes: ChangeSet, newId: (arrival: Arrival) => string): ReadonlyMap<string, string> {
  const ids = new Map<string, string>()
  for (const match of [
    ...changes.unchanged,
    ...changes.changed,
    ...changes.aboutChanged,
    ...changes.restored,
    ...changes.rebound,
  ])
    ids.set(refKey(match.arrival), match.held.id)
  for (const arrival of changes.added) ids.set(refKey(arrival), newId(arrival))
  return ids
}

export interface PlacedMembership {
  readonly subjectId: string
  readonly groupId: string
  readonly item: Arrival['record']['memberships'][number]['item']
  readonly from: string | undefined
  readonly to: string | undefined
}

/** A person's memberships with our ids. Those of groups that the read did not list were left out before. */
export function placeMemberships(
  person: Arrival,
  ids: ReadonlyMap<string, string>,
  groupKey: (ref: string) => string,
): readonly PlacedMembership[] {
  const subjectId = ids.get(refKey(person)) ?? ''
  return person.record.memberships.flatMap(({ group, item, from, to }) => {
    const groupId = ids.get(groupKey(group))
    return groupId === undefined ? [] : [{ subjectId, groupId, item, from, to }]
  })
}

/**
 * The groups that have one pupil only, each with that pupil: a name like '7X/Hi 1:1 JB' may carry theirs, so it is sealed under their
 * key and goes when they go (domain sheet A5).
 */
export function groupsOfOne(memberships: readonly PlacedMembership[]): ReadonlyMap<string, string> {
  const members = new Map<string, Set<string>>()
  for (const { groupId, subjectId, item } of memberships) {
    if (item === 'staff.groups') continue
    const set = members.get(groupId) ?? new Set()
    members.set(groupId, set.add(subjectId))
  }
  const owners = new Map<string, string>()
  for (const [groupId, set] of members) {
    const [only] = set
    if (set.size === 1 && only !== undefined) owners.set(groupId, only)
  }
  return owners
}
