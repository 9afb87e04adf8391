import { createHash } from 'node:crypto'
import { emptyTable } from '../datasets/dataset.js'
import type { Row } from '../datasets/columns.js'
import type { Table } from '../datasets/dataset.js'

/** Row hashes by id, of each dataset that somebody was given. */
type Snapshot = ReadonlyMap<string, ReadonlyMap<string, string>>

export interface Snapshots {
  readonly find: (hash: string) => Snapshot | undefined
  readonly keep: (hash: string, snapshot: Snapshot) => void
}

const KEPT = 200

export function snapshots(): Snapshots {
  const kept = new Map<string, Snapshot>()
  return {
    find: (hash) => kept.get(hash),
    keep: (hash, snapshot) => {
      kept.set(hash, snapshot)
      const [oldest] = kept.keys()
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    },
  }
}

export interface Changed {
  readonly tables: readonly Table[]
  readonly next: string
}

/**
 * The rows that differ from what was given before, and the ids that are gone: computed over everything before it is cut into pages. Of the
 * same data comes the same hash.
 */
export function changedSince(before: Snapshot | null, tables: readonly Table[], store: Snapshots): Changed {
  const whole = tables.map(({ name, size, rows }) => ({ name, rows: rows(0, size) }))
  const now = new Map(whole.map(({ name, rows }) => [name, new Map(rows.map((row) => [idOf(row), hashOf(row)]))]))
  const next = createHash('md5')
    .update(JSON.stringify([...now].map(([name, rows]) => [name, [...rows]])))
    .digest('hex')
  store.keep(next, now)
  const changed = whole.flatMap(({ name, rows }) => {
    const known = before?.get(name) ?? new Map<string, string>()
    const gone = [...known.keys()].filter((id) => now.get(name)?.has(id) !== true).map((Id) => ({ Id }))
    return [tableOf(name, rows.filter((row) => known.get(idOf(row)) !== hashOf(row))), tableOf(`${name}_deleted`, gone)] // prettier-ignore
  })
  return { tables: changed, next }
}

function tableOf(name: string, rows: readonly Row[]): Table {
  return rows.length === 0 ? emptyTable(name) : { name, size: rows.length, rows: (from, to) => rows.slice(from, to) }
}

const idOf = (row: Row) => String(row['Id'] ?? row['id'])

/** Of everything but when the copy was written. */
function hashOf(row: Row): string {
  const { LastUpdated: _, ...rest } = row
  return createHash('md5').update(JSON.stringify(rest)).digest('hex')
}
