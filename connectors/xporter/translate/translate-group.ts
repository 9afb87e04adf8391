import type { ItemCode } from '../../../agreement/items.js'
import type { SourceRecord } from '../../source.js'
import { refOf } from './identities.js'
import { gatherItems } from './item-place.js'
import type { ItemPlace } from './item-place.js'
import { idOf, label, text } from './row.js'
import type { Row } from './row.js'

const nothingKnown = { status: null, spell: null, year: null } as const

// In the words that the other connectors use.
const types = new Map([
  ['teachinggrp', 'class'],
  ['reggrp', 'registration'],
  ['yeargrp', 'year'],
  ['housegrp', 'house'],
])

const places: readonly ItemPlace[] = [
  { code: 'group.name', columns: ['Name'], read: (row) => label(row, 'Name') },
  { code: 'group.type', columns: ['Type'], read: typeOf },
]

/** A group's name at the source. Ids are unique within a type only. */
export function groupRefOf(row: Row): string {
  return text(row, 'XID') ?? text(row, 'IdaasId') ?? `${text(row, 'Type') ?? ''}/${idOf(row)}`
}

/** One row of `Group`. Who is in it comes with the people, where it passes the gate with them. */
export function translateGroup(row: Row, asked: ReadonlySet<ItemCode>): SourceRecord {
  const ref = groupRefOf(row)
  const misId = text(row, 'IdaasId') ?? refOf(row)
  return {
    kind: 'group',
    ref,
    identities: [
      { kind: 'sourceId', value: ref },
      { kind: 'misId', value: misId },
    ],
    items: gatherItems(row, places, asked),
    facts: nothingKnown,
    memberships: [],
  }
}

export function isClass(row: Row): boolean {
  return typeOf(row) === 'class'
}

function typeOf(row: Row): string | null {
  const written = text(row, 'Type')?.toLowerCase()
  return written === undefined ? null : (types.get(written) ?? written.replace(/grp$/, ''))
}
