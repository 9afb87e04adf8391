import type { ItemCode, ItemValue } from '../../../agreement/items.js'
import type { SourceRecord } from '../../source.js'
import type { Block } from './block.js'
import { one } from './block.js'

/** Where in Wonde's answer an item stands: among the row's own fields, or behind an include that has to be asked for. */
export interface ItemPlace<Include extends string> {
  readonly code: ItemCode
  readonly behind: Include | 'row'
  readonly read: (block: Block) => ItemValue
}

/**
 * Every item that a row carries. A value is taken whether or not it was asked for, since hiding it would keep the gate from counting it;
 * a null is taken only for what was asked and is permitted, since Wonde also writes null where the school does not share.
 */
export function gatherItems(
  row: Block,
  places: readonly ItemPlace<string>[],
  asked: ReadonlySet<ItemCode>,
): SourceRecord['items'] {
  const blocks = new Map<string, Block | null | undefined>([['row', row]])
  const items: Partial<Record<ItemCode, ItemValue>> = {}
  for (const { code, behind, read } of places) {
    if (!blocks.has(behind)) blocks.set(behind, one(row, behind))
    const block = blocks.get(behind)
    // An include that was asked for and did not come is one the school does not share.
    if (block === undefined) continue
    const value = block === null ? null : read(block)
    if (value !== null || asked.has(code)) items[code] = value
  }
  return items
}
