import { LONGEST_TEXT } from '../../block.js'
import { FileFailure } from './fault.js'
import type { FileFault } from './fault.js'
import { parseCsv } from './parse.js'
import type { Line } from './parse.js'

type Columns = ReadonlyMap<string, number>

/** A row of a file under its columns, whose names are in small letters, and where it stands. */
export interface TableRow {
  readonly columns: Columns
  readonly cells: readonly string[]
  readonly file: string
  readonly line: number
  /** The place in words, for whoever reads on. */
  readonly at: string
}

/** What stands in a column; null where the file has no such column. */
export function cellIn(row: TableRow, name: string): string | null {
  const index = row.columns.get(name.toLowerCase())
  const cell = index === undefined ? null : (row.cells[index] ?? null)
  if (cell !== null && cell.length > LONGEST_TEXT) throw badCell(row, name, 'too_long')
  return cell
}

/** A row that cannot be read, by the cell that is to blame. */
export function badCell(row: TableRow, name: string, code: string, advice?: string): FileFailure {
  return new FileFailure({ ...placeOf(row, name), code, ...(advice === undefined ? {} : { advice }) })
}

/** A row that says the same as another one does, and so cannot be the whole truth. */
export function repeated(row: TableRow, name: string): FileFailure {
  return new FileFailure({ ...placeOf(row, name), code: 'as_in_an_earlier_row' }, 'SourceIncomplete')
}

function placeOf({ file, line, columns }: TableRow, name: string): Omit<FileFault, 'code'> {
  const index = columns.get(name.toLowerCase())
  return { file, line, ...(index === undefined ? {} : { column: index + 1 }), name }
}

// Older files, and hands that knew better, name a column that is needed otherwise. Names are compared without case.
const aliases: ReadonlyMap<string, string> = new Map([
  ['orgsourcedid', 'orgsourcedids'],
  ['userid', 'usersourcedid'],
  ['classid', 'classsourcedid'],
  ['schoolid', 'schoolsourcedid'],
])

/**
 * The rows of a file. Columns are known by their names, in any order and spelling; one that is needed and missing, or a row that does not
 * fit under them, is reported by file, line and column, and never by what stands there.
 */
export function* tableOf(text: string, file: string, needed: readonly string[]): Generator<TableRow, void, void> {
  const lines = parseCsv(text, file)
  const head = lines.next()
  const { columns, width } = columnsIn(head.done ? { number: 1, cells: [] } : head.value, file, needed)
  for (const { number: line, cells } of lines) {
    if (cells.length < width)
      throw new FileFailure(
        { file, line, column: cells.length + 1, code: 'fewer_cells_than_columns' },
        'SourceIncomplete',
      )
    const surplus = cells.findIndex((cell, index) => index >= width && cell !== '')
    if (surplus >= 0) throw new FileFailure({ file, line, column: surplus + 1, code: 'more_cells_than_columns' })
    yield { columns, cells, file, line, at: `${file} line ${line}` }
  }
}

interface Header {
  readonly columns: Columns
  readonly width: number
}

function columnsIn({ number: line, cells }: Line, file: string, needed: readonly string[]): Header {
  const written = cells.map((name) => name.trim().toLowerCase())
  const wanted = new Set(needed.map((name) => name.toLowerCase()))
  const names = written.map((name) => {
    const meant = aliases.get(name)
    return meant !== undefined && wanted.has(meant) && !written.includes(meant) ? meant : name
  })
  const missing = needed.find((name) => !names.includes(name.toLowerCase()))
  if (missing !== undefined) throw new FileFailure({ file, line, name: missing, code: 'missing_column' })
  return { columns: new Map(names.map((name, index) => [name, index])), width: names.length }
}
