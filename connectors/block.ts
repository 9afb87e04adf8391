import { changedShape } from './http/failures.js'

/**
 * One object of an answer, with the place it was found at. Hot rows are read by hand and not by zod: 1,500 pupils with their includes took
 * zod 45 ms warm and 280 ms cold, a third of what a quiet night may take as a whole; these readers take a few milliseconds.
 */
export interface Block {
  readonly row: Readonly<Record<string, unknown>>
  readonly at: string
}

// No field that we read is prose. Longer ones are a hostile or broken source, and would be sealed and served.
export const LONGEST_TEXT = 4_000

export function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function blockOf(value: unknown, at: string): Block {
  if (!isRow(value)) throw changedShape(at, 'not_an_object')
  return { row: value, at }
}

/** An object inside an object. An empty one is an empty list to some. */
export function inner({ row, at }: Block, key: string): Block | null {
  const value = row[key]
  const none = value === undefined || value === null || (Array.isArray(value) && value.length === 0)
  return none ? null : blockOf(value, `${at}.${key}`)
}

/** A value that is neither object nor list, as text and as received; null where there is none, or nothing but spaces. */
export function plain(value: unknown, at: string, key: string): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') throw changedShape(`${at}.${key}`, 'not_a_plain_value')
  if (value.length > LONGEST_TEXT) throw changedShape(`${at}.${key}`, 'too_long')
  return value.trim() === '' ? null : value
}
