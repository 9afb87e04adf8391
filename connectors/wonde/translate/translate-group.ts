import type { ItemCode, ItemValue } from '../../../agreement/items.js'
import type { SourceRecord } from '../../source.js'
import type { Block } from '../../block.js'
import { idOf, text } from './block.js'
import { gatherItems, placesByBlock } from './gather-items.js'
import type { ItemPlaces } from './gather-items.js'
import { groupRef } from './group-ref.js'
import type { GroupEndpoint } from './group-ref.js'

const nothingKnown = { status: null, spell: null, year: null } as const

const places: Readonly<Record<GroupEndpoint, ItemPlaces>> = {
  groups: placesByBlock([
    { code: 'group.name', behind: 'row', read: (row) => text(row, 'name') },
    { code: 'group.type', behind: 'row', read: groupType },
  ]),
  classes: placesByBlock([
    { code: 'group.name', behind: 'row', read: (row) => text(row, 'name') },
    // Wonde's own `type` of a class is Australian; in this country it is always null.
    { code: 'group.type', behind: 'row', read: () => 'class' },
  ]),
}

/** One row of `/groups` or `/classes`. Who is in it comes with the people, where it passes the gate with them. */
export function translateGroup(endpoint: GroupEndpoint, row: Block, asked: ReadonlySet<ItemCode>): SourceRecord {
  const ref = groupRef(endpoint, idOf(row))
  const misId = text(row, 'mis_id')
  return {
    kind: 'group',
    ref,
    identities: [
      { kind: 'sourceId', value: ref },
      ...(misId === null ? [] : [{ kind: 'misId' as const, value: groupRef(endpoint, misId) }]),
    ],
    items: gatherItems(row, places[endpoint], asked),
    facts: nothingKnown,
    memberships: [],
  }
}

function groupType(row: Block): ItemValue {
  return text(row, 'type')?.trim().toLowerCase() ?? null
}
