import { FileFailure } from '../fault.js'
import { badCell, cellIn, tableOf } from '../table.js'
import type { TableRow } from '../table.js'

interface Said {
  readonly value: string
  readonly row: TableRow
}

/** What a package says of itself and of its files: `file.users` and the like. */
export type Manifest = ReadonlyMap<string, Said>

/** How a file is supplied: as everything of its list, as what changed in it, or not at all. */
const modes = ['bulk', 'delta', 'absent'] as const
export type Mode = (typeof modes)[number]

export function manifestIn(text: string | null, file: string): Manifest {
  if (text === null) return new Map()
  const rows = [...tableOf(text, file, ['propertyName', 'value'])]
  const word = (row: TableRow, name: string) => (cellIn(row, name) ?? '').trim().toLowerCase()
  return new Map(rows.map((row) => [word(row, 'propertyName'), { value: word(row, 'value'), row }]))
}

/** Null where the package does not say it, or in a word that we do not know. */
export function modeOf(manifest: Manifest, list: string): Mode | null {
  const said = manifest.get(entry(list).toLowerCase())?.value
  return modes.find((mode) => mode === said) ?? null
}

interface Blame {
  /** What the manifest is called. */
  readonly file: string
  readonly list: string
  readonly code: string
  readonly advice: string
}

/** What the manifest says of a file, or that it says nothing, is to blame. */
export function badEntry(manifest: Manifest, { file, list, code, advice }: Blame): FileFailure {
  const said = manifest.get(entry(list).toLowerCase())
  return said ? badCell(said.row, 'value', code, advice) : new FileFailure({ file, name: entry(list), code, advice })
}

const entry = (list: string) => `file.${list}`
