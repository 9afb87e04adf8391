import { isWithheld } from '../withheld.js'
import { changedRows } from './changed-rows.js'
import { filesOf } from './columns.js'
import { zip } from './zip.js'
import type { Row, Scene } from '../scene.js'
import type { Variant } from '../variant.js'
import type { Span } from './changed-rows.js'
import type { CsvFile } from './columns.js'
import type { ZipEntry } from './zip.js'

const gradebook = ['categories', 'lineItems', 'results', 'resources', 'classResources', 'courseResources']
const newIn12 = [
  'lineItemLearningObjectiveIds',
  'lineItemScoreScales',
  'resultLearningObjectiveIds',
  'resultScoreScales',
  'scoreScales',
  'userProfiles',
  'userResources',
]

/** The rows of a file, as a fault will have them. */
export type SpoilFile = (rows: readonly Row[], file: string) => readonly Row[]

/** A school's rosters as a zip of CSV files, whole ("bulk") or, over a span or if the provider is of that sort, as changes ("delta"). */
export function csvPackage(scene: Scene, spoil: SpoilFile, span: Span | null): Buffer {
  const { version, variant } = scene
  const kept = ({ name }: CsvFile) => !isWithheld(name, variant)
  const files = filesOf[version].filter(kept)
  const folder = variant.csv === 'folder' ? 'export/' : ''
  const isDelta = span !== null || variant.csv === 'delta'
  const entries = files.map((file): ZipEntry => {
    const rows = spoil(span === null ? file.rows(scene) : changedRows(scene, file.rows, span), file.name)
    const text = textOf(variant, file, rows, isDelta || variant.csv === 'filled')
    return { name: `${folder}${file.name}.csv`, content: encoded(scene, text) }
  })
  const withheld = filesOf[version].filter((file) => !kept(file)).map(({ name }) => name)
  const absent = [...gradebook, ...(version === '1.2' ? newIn12 : []), ...withheld]
  const lines = [
    'propertyName,value',
    'manifest.version,1.0',
    `oneroster.version,${version}`,
    ...files.map(({ name }) => `file.${name},${isDelta ? 'delta' : 'bulk'}`),
    ...absent.map((name) => `file.${name},absent`),
    'source.systemName,Simulated MIS',
  ]
  const manifest = {
    name: `${folder}manifest.csv`,
    content: encoded(scene, lines.map((line) => `${line}\r\n`).join('')),
  }
  return zip(variant.csv === 'noManifest' ? entries : [manifest, ...entries])
}

/** A bulk file is of those who are there and leaves status and stamp blank; changes say both, and many bulk files do all the same. */
function textOf(variant: Variant, { header, rules }: CsvFile, rows: readonly Row[], filled: boolean): string {
  const columns = [
    ...header.split(','),
    ...(variant.upn === 'metadata' && header.includes('userIds') ? ['metadata.uk.upn'] : []),
  ]
  const listed = rows.filter(({ status }) => filled || status === 'active')
  const cells = (row: Row) =>
    columns.map((column) =>
      filled || !/^(status|dateLastModified)$/.test(column) ? cell((rules[column] ?? ((of) => of[column]))(row)) : '',
    )
  const written = variant.csv === 'oldNames' ? columns.map((column) => oldName(column)) : columns
  return [written, ...listed.map(cells)].map((line) => `${line.join(',')}\r\n`).join('')
}

/** As older files and other hands spell them. */
function oldName(column: string): string {
  return column === 'birthDate' ? 'birthdate' : column.charAt(0).toUpperCase() + column.slice(1)
}

function cell(value: unknown): string {
  const text = Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : ''
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function encoded({ variant }: Scene, text: string): Buffer {
  const marked = `\ufeff${text}`
  if (variant.csv === 'bom') return Buffer.from(marked)
  if (variant.csv === 'utf16') return Buffer.from(marked, 'utf16le')
  return Buffer.from(text, variant.csv === 'latin1' ? 'latin1' : 'utf8')
}
