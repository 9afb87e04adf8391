import type { ItemCode, ItemValue } from '../../../agreement/items.js'
import type { SourceRecord } from '../../source.js'
import { has } from './row.js'
import type { Row } from './row.js'

/** Where an item stands in a row: its columns, as they are asked for. */
export interface ItemPlace {
  readonly code: ItemCode
  readonly columns: readonly string[]
  readonly read: (row: Row) => ItemValue
}

/** The columns to ask for, to learn `asked`. */
export function columnsFor(places: readonly ItemPlace[], asked: ReadonlySet<ItemCode>): readonly string[] {
  return places.filter(({ code }) => asked.has(code)).flatMap(({ columns }) => columns)
}

/**
 * Every item that a row carries. A value is taken whether or not it was asked for, since hiding it would keep the gate from counting it; a
 * null only of what was asked. A column that did not come is one that the school does not share: no item, and not one without a value.
 */
export function gatherItems(
  row: Row,
  places: readonly ItemPlace[],
  asked: ReadonlySet<ItemCode>,
): SourceRecord['items'] {
  const items: Partial<Record<ItemCode, ItemValue>> = {}
  for (const { code, columns, read } of places) {
    if (!has(row, columns)) continue
    const value = read(row)
    if (value !== null || asked.has(code)) items[code] = value
  }
  return items
}
