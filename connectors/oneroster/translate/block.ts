import { blockOf, inner, plain } from '../../block.js'
import type { Block } from '../../block.js'
import { changedShape } from '../../http/failures.js'

/** Of a sourcedId, in every version. */
export const LONGEST_ID = 255

/** The object's own id, or that of the object it refers to. */
export function idOf({ row, at }: Block): string {
  const { sourcedId } = row
  if (typeof sourcedId === 'number') return String(sourcedId)
  if (typeof sourcedId !== 'string' || sourcedId === '' || sourcedId.length > LONGEST_ID)
    throw changedShape(`${at}.sourcedId`, 'not_an_id')
  return sourcedId
}

/** The id of the object that a field refers to; null where it refers to none. */
export function reference(block: Block, key: string): string | null {
  const found = inner(block, key)
  return found && idOf(found)
}

/** The objects of a list; none where it did not come. Some write a list of one as the one. */
export function many({ row, at }: Block, key: string): readonly Block[] {
  const value = row[key]
  if (value === undefined || value === null) return []
  const each = `${at}.${key}[]`
  return (Array.isArray(value) ? value : [value]).map((element: unknown) => blockOf(element, each))
}

/** The texts of a list; a bare text is a list of one. */
export function texts({ row, at }: Block, key: string): readonly string[] {
  const value = row[key]
  if (value === undefined || value === null) return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.flatMap((element) => trimmed(element, at, key) ?? [])
}

/** The first of the names under which something is written that has a value. */
export function text({ row, at }: Block, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = trimmed(row[key], at, key)
    if (value !== null) return value
  }
  return null
}

/** OneRoster writes yes and no as texts; some write them as what they are. */
export function isNo(block: Block, key: string): boolean {
  return ['false', 'no', '0'].includes((text(block, key) ?? '').toLowerCase())
}

const trimmed = (value: unknown, at: string, key: string) => plain(value, at, key)?.trim() ?? null
