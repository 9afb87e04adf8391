import type { Block } from '../../block.js'
import { isRow } from '../../block.js'
import { idOf } from './block.js'

/** The id of another object: bare, or inside what an include would give. */
export function named(row: Block, key: string): string {
  const value = row.row[key]
  return idOf({ row: behind(value) ?? { id: value }, at: `${row.at}.${key}` })
}

/** What an include gave in the place of an id, in its wrapper or without it. */
export function behind(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isRow(value)) return undefined
  return isRow(value['data']) ? value['data'] : value
}
