import { blockOf, plain } from '../../block.js'
import type { Block } from '../../block.js'
import { changedShape } from '../../http/failures.js'

/** Every object has one; what it looks like is not ours to know. */
export function idOf({ row, at }: Block): string {
  const { id } = row
  if (typeof id === 'number') return String(id)
  if (typeof id !== 'string' || id === '' || id.length > 100) throw changedShape(`${at}.id`, 'not_an_id')
  return id
}

/** The one thing behind an include. Wonde writes "nothing" as null, `{data:null}` or `{data:[]}`; undefined: the include did not come. */
export function one({ row, at }: Block, key: string): Block | null | undefined {
  const value = row[key]
  if (value === undefined || value === null) return value
  // Without its include a relation is the bare id of the other: not a value, not a fault.
  if (typeof value === 'string' || typeof value === 'number') return undefined
  const { data } = blockOf(value, `${at}.${key}`).row
  if (data === undefined || data === null || (Array.isArray(data) && data.length === 0)) return null
  return blockOf(data, `${at}.${key}`)
}

/** The many things behind an include; undefined: the include did not come. */
export function many({ row, at }: Block, key: string): readonly Block[] | undefined {
  const value = row[key]
  if (value === undefined || value === null) return undefined
  const { data } = blockOf(value, `${at}.${key}`).row
  if (data === undefined || data === null) return []
  if (!Array.isArray(data)) throw changedShape(`${at}.${key}`, 'not_a_list')
  // One name for all of them: naming each would make twenty thousand strings a night that nobody reads.
  const each = `${at}.${key}[]`
  return data.map((element) => blockOf(element, each))
}

/** The first of the names under which something is written that has a value: Wonde's own papers disagree about some of them. */
export function text({ row, at }: Block, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = plain(row[key], at, key)
    if (value !== null) return value
  }
  return null
}

const yes = new Set(['true', 'yes', 'y', 't', '1'])
const no = new Set(['false', 'no', 'n', 'f', '0'])

/** A yes or no, however it is spelt. What is neither is a code or a label of the MIS, and stays as received. */
export function flag(block: Block, ...keys: readonly string[]): boolean | string | null {
  const found = text(block, ...keys)
  if (found === null) return null
  const word = found.trim().toLowerCase()
  if (yes.has(word)) return true
  return no.has(word) ? false : found
}
