import { badCell, cellIn, tableOf } from './table.js'
import type { TableRow } from './table.js'

interface Said {
  readonly value: string
  readonly row: TableRow
}

/** What a package says of itself and of its files: `file.users` and the like. Whatever it does not name is taken for what it is. */
export type Manifest = ReadonlyMap<string, Said>

export function manifestIn(text: string | null): Manifest {
  if (text === null) return new Map()
  const rows = [...tableOf(text, 'manifest.csv', ['propertyName', 'value'])]
  const word = (row: TableRow, name: string) => (cellIn(row, name) ?? '').trim().toLowerCase()
  return new Map(rows.map((row) => [word(row, 'propertyName'), { value: word(row, 'value'), row }]))
}

/**
 * Whether a file is part of the package. Files of changes are refused: who is not in one says nothing, and so nobody could be known to be
 * gone.
 */
export function isSupplied(manifest: Manifest, name: string): boolean {
  const said = manifest.get(`file.${name.toLowerCase()}`)
  if (said?.value === 'delta')
    throw badCell(said.row, 'value', 'delta', 'ask the provider for bulk files, only whole ones can be read')
  return said?.value !== 'absent'
}
