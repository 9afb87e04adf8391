import type { View } from '../scene.js'
import type { Row } from './columns.js'

/** One table of an answer: how many rows it has, and any of them printed. */
export interface Table {
  readonly name: string
  readonly size: number
  readonly rows: (from: number, to: number) => readonly Row[]
}

/** An endpoint of a school. The first table is what it is about; the others are empty unless an option fills them. */
export interface Endpoint {
  /** `A,B`: any of them; `*`: any token. */
  readonly scope: string
  /** Parameters without which it answers nothing. */
  readonly needs?: readonly string[]
  readonly tables: (view: View) => readonly Table[]
}

export function table<T>(name: string, subjects: readonly T[], print: (subject: T) => Row): Table {
  return { name, size: subjects.length, rows: (from, to) => subjects.slice(from, to).map(print) }
}

export const emptyTable = (name: string): Table => ({ name, size: 0, rows: () => [] })
