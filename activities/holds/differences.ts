import type { Kysely } from 'kysely'
import type { Blanked, GroupLoss, Renamed } from '../../agreement/guard/guard.js'
import type { ItemCode } from '../../agreement/items.js'
import type { SchoolDatabase } from '../../db/school/database.js'
import type { Items } from '../../db/school/document.js'
import { openMemberships } from '../../db/school/membership.js'
import { openDocuments } from '../../db/school/strip/sealed-rows.js'
import type { OpenKeys } from '../../db/school/time/known-people.js'
import { canonical } from '../../pipeline/canonical.js'
import type { ChangeSet, Match } from '../../pipeline/compare.js'

/** A person whose items differ, with what is held. */
export interface Differing extends Match {
  readonly before: Items
}

/** Opens what is held of the people whose items differ: some on most nights, everybody on the worst, and then it has to be looked at. */
export async function openDiffering(
  db: Kysely<SchoolDatabase>,
  openKeys: OpenKeys,
  { changed }: ChangeSet,
): Promise<readonly Differing[]> {
  const people = changed.filter(({ held }) => held.kind !== 'group')
  if (people.length === 0) return []
  const ids = people.map(({ held }) => held.id)
  const items = new Map((await openDocuments(db, openKeys, ids)).map((document) => [document.id, document.items]))
  return people.flatMap((match) => {
    const before = items.get(match.held.id)
    return before ? [{ ...match, before }] : []
  })
}

const hasValue = (items: Items, item: ItemCode) => items[item] !== null && items[item] !== undefined

/** Whether somebody had a value of this item, and the source says now that there is none. */
export const blanks = ({ before, arrival }: Differing, item: ItemCode) =>
  hasValue(before, item) && arrival.record.items[item] === null

/** By item: how many went empty, of how many who had a value. */
export function blankedItems(differing: readonly Differing[], unchanged: readonly Match[]): readonly Blanked[] {
  const items = [...new Set(differing.flatMap(({ before }) => Object.keys(before)))].filter(isCode)
  return items.flatMap((item) => {
    const blanked = differing.filter((one) => blanks(one, item)).length
    if (blanked === 0) return []
    const had = differing.filter(({ before }) => hasValue(before, item)).length
    return [
      { item, blanked, had: had + unchanged.filter(({ arrival }) => hasValue(arrival.record.items, item)).length },
    ]
  })
}

const isCode = (code: string): code is ItemCode => /^(pupil|staff)\./.test(code)

export const renames = ({ held, before, arrival }: Differing) => {
  const item = held.kind === 'staff' ? 'staff.name' : 'pupil.name'
  return hasValue(before, item) && canonical(before[item]) !== canonical(arrival.record.items[item])
}

export function renamedPeople(differing: readonly Differing[], unchanged: readonly Match[]): readonly Renamed[] {
  return (['pupil', 'staff'] as const).map((kind) => ({
    kind,
    renamed: differing.filter((one) => one.held.kind === kind && renames(one)).length,
    listed: [...differing, ...unchanged].filter(({ held }) => held.kind === kind).length,
  }))
}

/** What becomes of groups, and of memberships of groups and people that both stay. */
export async function groupLoss(
  db: Kysely<SchoolDatabase>,
  changes: ChangeSet,
  { listedBefore, today, groupOf }: GroupsBefore,
): Promise<GroupLoss> {
  const moved = changes.aboutChanged.filter(({ held, arrival }) => held.placesDigest !== arrival.placesDigest)
  const gone = new Set(changes.missing.filter(({ kind }) => kind === 'group').map(({ id }) => id))
  const before = await openMemberships(
    db,
    moved.map(({ held }) => held.id),
    today,
  )
  const after = new Set(
    moved.flatMap(({ held, arrival }) =>
      arrival.record.memberships.map(({ group }) => `${held.id} ${groupOf(group) ?? ''}`),
    ),
  )
  const ended = before.filter(({ groupId, subjectId }) => !gone.has(groupId) && !after.has(`${subjectId} ${groupId}`))
  const kept = changes.unchanged.reduce((sum, { arrival }) => sum + arrival.record.memberships.length, 0)
  return { listedBefore, missing: gone.size, memberships: before.length + kept, ended: ended.length }
}

export interface GroupsBefore {
  readonly listedBefore: number
  readonly today: string
  /** The id of a group that is held, by the source's own. */
  readonly groupOf: (ref: string) => string | undefined
}
