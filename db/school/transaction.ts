import { once } from 'node:events'
import { sql } from 'kysely'
import type { Kysely, PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { overPool } from '../connect.js'
import type { SchoolDatabase } from './database.js'

type CopyValue = string | Buffer | Date | null
export type CopyRow = readonly CopyValue[]

/** One transaction of one school, in which rows can also arrive in bulk. */
export interface SchoolTransaction {
  readonly db: Kysely<SchoolDatabase>
  readonly copy: (table: keyof SchoolDatabase, columns: readonly string[], rows: readonly CopyRow[]) => Promise<void>
}

// Apply and erase of one school never overlap; the database is the school's own, so any constant names the lock.
const APPLY_LOCK = 1

/** Runs `work` in one transaction under the school's apply lock; what it throws undoes everything. */
export async function schoolTransaction<Result>(
  pool: pg.Pool,
  work: (trx: SchoolTransaction) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const db = overPool<SchoolDatabase>(poolOf(client))
    await sql`select pg_advisory_xact_lock(${APPLY_LOCK})`.execute(db)
    const result = await work({ db, copy: (...into) => copyRows(client, ...into) })
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error('The transaction could not be rolled back.')
    })
    throw error
  } finally {
    client.release(broken)
  }
}

async function copyRows(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  rows: readonly CopyRow[],
): Promise<void> {
  if (rows.length === 0) return
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  const ended = once(stream, 'finish')
  for (let start = 0; start < rows.length; start += ROWS_A_CHUNK) {
    const chunk = rows.slice(start, start + ROWS_A_CHUNK)
    if (!stream.write(chunk.map(copyLine).join(''))) await Promise.race([once(stream, 'drain'), ended])
  }
  stream.end()
  await ended
}

// About 250 KB of memberships: large enough to spare round trips, small enough to keep memory flat.
const ROWS_A_CHUNK = 2_000

function copyLine(row: CopyRow): string {
  return `${row.map(copyText).join('\t')}\n`
}

function copyText(value: CopyValue): string {
  if (value === null) return '\\N'
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`
  if (value instanceof Date) return value.toISOString()
  return value.replace(/[\\\t\n\r]/g, (special) => ESCAPES[special] ?? special)
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** Lets Kysely use the one client that holds the transaction. */
function poolOf(client: pg.PoolClient): PostgresPool {
  const query: PostgresPoolClient['query'] = client.query.bind(client)
  return { connect: async () => ({ query, release: () => undefined }), end: async () => undefined }
}
