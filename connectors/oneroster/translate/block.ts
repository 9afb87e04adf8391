import { changedShape } from '../../http/failures.js'

/** One object of a roster, with the place it was found at. Rows are read by hand: they are the hot path. */
export interface Block {
  readonly row: Readonly<Record<string, unknown>>
  readonly at: string
}

// No field that we read is prose. Longer ones are a hostile or broken source, and would be sealed and served.
const LONGEST_TEXT = 4_000
const LONGEST_ID = 255

export function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function blockOf(value: unknown, at: string): Block {
  if (!isRow(value)) throw changedShape(at, 'not_an_object')
  return { row: value, at }
}

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

/** An object inside an object. An empty one is an empty list to some. */
export function inner({ row, at }: Block, key: string): Block | null {
  const value = row[key]
  const none = value === undefined || value === null || (Array.isArray(value) && value.length === 0)
  return none ? null : blockOf(value, `${at}.${key}`)
}

/** The texts of a list; a bare text is a list of one. */
export function texts({ row, at }: Block, key: string): readonly string[] {
  const value = row[key]
  if (value === undefined || value === null) return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.flatMap((element) => plain(element, `${at}.${key}`) ?? [])
}

/** The first of the names under which something is written that has a value. */
export function text({ row, at }: Block, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = plain(row[key], `${at}.${key}`)
    if (value !== null) return value
  }
  return null
}

/** OneRoster writes yes and no as texts; some write them as what they are. */
export function isNo(block: Block, key: string): boolean {
  return ['false', 'no', '0'].includes((text(block, key) ?? '').toLowerCase())
}

function plain(value: unknown, at: string): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') throw changedShape(at, 'not_a_plain_value')
  if (value.length > LONGEST_TEXT) throw changedShape(at, 'too_long')
  const trimmed = value.trim()
  return trimmed === '' ? null : trimmed
}
