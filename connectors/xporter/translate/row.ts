import { blockOf, plain } from '../../block.js'
import { isDay } from '../../calendar-day.js'
import { changedShape } from '../../http/failures.js'

/** One row of a dataset, with the place it was found at. Cells by their names in lower case: the spelling drifts from year to year. */
export interface Row {
  readonly at: string
  readonly cells: ReadonlyMap<string, unknown>
}

export function rowOf(value: unknown, at: string): Row {
  const { row } = blockOf(value, at)
  return { at, cells: new Map(Object.entries(row).map(([name, cell]) => [name.toLowerCase(), cell])) }
}

/** Whether a column came at all: one that the school does not share has no key, one without a value is null. */
export function has({ cells }: Row, names: readonly string[]): boolean {
  return names.some((name) => cells.has(name.toLowerCase()))
}

/** The first of the columns that has a value, without the padding that some MIS leave around it. */
export function text(row: Row, ...names: readonly string[]): string | null {
  for (const name of names) {
    const cell = plain(row.cells.get(name.toLowerCase()), row.at, name)
    if (cell !== null) return cell.trim()
  }
  return null
}

/** A name of a group or a year, in which padding may also stand inside. */
export function label(row: Row, ...names: readonly string[]): string | null {
  return text(row, ...names)?.replace(/\s+/g, ' ') ?? null
}

/** What every row must have. */
export function idOf(row: Row): string {
  const id = text(row, 'Id')
  if (id === null || id.length > 100) throw changedShape(`${row.at}.Id`, 'not_an_id')
  return id
}

const yes = new Set(['1', 'true', 't', 'yes', 'y'])
const no = new Set(['0', 'false', 'f', 'no', 'n'])

/** A yes or no: numbers mostly, text sometimes. What is neither is a code or label of the MIS, and stays as received. */
export function flag(row: Row, ...names: readonly string[]): boolean | string | null {
  const found = text(row, ...names)
  if (found === null) return null
  if (yes.has(found.toLowerCase())) return true
  return no.has(found.toLowerCase()) ? false : found
}

/** A day, alone or before a time; also with the day first, as a part of the interface prints it. Times have no zone and are never shifted. */
export function calendarDay(row: Row, ...names: readonly string[]): string | null {
  const found = text(row, ...names)
  // How .NET prints that there is no date.
  if (found === null || found.startsWith('0001-01-01')) return null
  const turned = /^(\d\d)[-/](\d\d)[-/](\d{4})/.exec(found)
  const day = turned ? `${turned[3] ?? ''}-${turned[2] ?? ''}-${turned[1] ?? ''}` : found.slice(0, 10)
  if (!isDay(day)) throw changedShape(`${row.at}.${names.join('|')}`, 'not_a_date')
  return day
}
