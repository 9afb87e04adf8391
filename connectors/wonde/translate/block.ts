import { changedShape } from '../../http/failures.js'

/**
 * One object of an answer, with the place it was found at. Hot rows are read by hand and not by zod: 1,500 pupils with their includes took
 * zod 45 ms warm and 280 ms cold, a third of what a quiet night may take as a whole; these readers take a few milliseconds.
 */
export interface Block {
  readonly row: Readonly<Record<string, unknown>>
  readonly at: string
}

// No field that we read is prose. Longer ones are a hostile or broken source, and would be sealed and served.
const LONGEST_TEXT = 4_000

export function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function blockOf(value: unknown, at: string): Block {
  if (!isRow(value)) throw changedShape(at, 'not_an_object')
  return { row: value, at }
}

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

/** An object inside an object, without the `data` of an include: `phones` and `emails`. */
export function inner({ row, at }: Block, key: string): Block | null {
  const value = row[key]
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
    ? null
    : blockOf(value, `${at}.${key}`)
}

/** The first of the names under which something is written that has a value: Wonde's own papers disagree about some of them. */
export function text(block: Block, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = scalar(block, key)
    if (value !== null) return String(value)
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

function scalar({ row, at }: Block, key: string): string | number | boolean | null {
  const value = row[key]
  if (value === undefined || value === null) return null
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value !== 'string') throw changedShape(`${at}.${key}`, 'not_a_plain_value')
  if (value.length > LONGEST_TEXT) throw changedShape(`${at}.${key}`, 'too_long')
  return value.trim() === '' ? null : value
}
