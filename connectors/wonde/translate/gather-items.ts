import type { ItemCode, ItemValue } from '../../../agreement/items.js'
import type { SourceRecord } from '../../source.js'
import type { Block } from '../../block.js'
import { one } from './block.js'

/** Where in Wonde's answer an item stands: among the row's own fields, or behind an include that has to be asked for. */
export interface ItemPlace<Include extends string> {
  readonly code: ItemCode
  readonly behind: Include | 'row'
  readonly read: (block: Block) => ItemValue
}

/** Places by what they stand behind, so that each include of a row is opened once. */
export type ItemPlaces = ReadonlyMap<string, readonly ItemPlace<string>[]>

export function placesByBlock(places: readonly ItemPlace<string>[]): ItemPlaces {
  const blocks = new Set(places.map(({ behind }) => behind))
  return new Map([...blocks].map((block) => [block, places.filter(({ behind }) => behind === block)]))
}

/**
 * Every item that a row carries. A value is taken whether or not it was asked for, since hiding it would keep the gate from counting it;
 * a null is taken only for what was asked and is permitted, since Wonde also writes null where the school does not share.
 */
export function gatherItems(row: Block, places: ItemPlaces, asked: ReadonlySet<ItemCode>): SourceRecord['items'] {
  const items: Partial<Record<ItemCode, ItemValue>> = {}
  for (const [behind, standing] of places) {
    const block = behind === 'row' ? row : one(row, behind)
    // An include that was asked for and did not come is one the school does not share.
    if (block === undefined) continue
    for (const { code, read } of standing) {
      const value = block === null ? null : read(block)
      if (value !== null || asked.has(code)) items[code] = value
    }
  }
  return items
}
