import { changedShape, incomplete } from '../../http/failures.js'
import { parseCsv } from './parse.js'

/** A row of a file under its columns, whose names are in small letters, and where it stands. */
export interface TableRow {
  readonly columns: ReadonlyMap<string, number>
  readonly cells: readonly string[]
  readonly at: string
}

/** What stands in a column; null where the file has no such column. */
export function cellIn({ columns, cells }: TableRow, name: string): string | null {
  const index = columns.get(name.toLowerCase())
  return index === undefined ? null : (cells[index] ?? null)
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
 * fit under them, is reported by file and line, and never by what stands there.
 */
export function* tableOf(text: string, file: string, needed: readonly string[]): Generator<TableRow, void, void> {
  const lines = parseCsv(text, file)
  const head = lines.next()
  const columns = head.done ? [] : head.value.cells.map((name) => name.trim().toLowerCase())
  const wanted = new Set(needed.map((name) => name.toLowerCase()))
  const names = columns.map((name) => {
    const meant = aliases.get(name)
    return meant !== undefined && wanted.has(meant) && !columns.includes(meant) ? meant : name
  })
  const missing = needed.find((name) => !names.includes(name.toLowerCase()))
  if (missing !== undefined) throw changedShape(file, `no_column_${missing}`)
  const columnsByName = new Map(names.map((name, index) => [name, index]))
  for (const { number, cells } of lines) {
    const at = `${file} line ${number}`
    if (cells.length < names.length) throw incomplete(at, 'fewer cells than the header has columns')
    if (cells.slice(names.length).some((cell) => cell !== '')) throw changedShape(at, 'more_cells_than_columns')
    yield { columns: columnsByName, cells, at }
  }
}
