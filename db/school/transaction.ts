import { once } from 'node:events'
import type { Writable } from 'node:stream'
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
  /** Rows that are made one by one, sealed say, are made while Postgres writes those before them. */
  readonly copy: (table: keyof SchoolDatabase, columns: readonly string[], rows: Iterable<CopyRow>) => Promise<void>
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
  rows: Iterable<CopyRow>,
): Promise<void> {
  const chunks = chunksOf(rows)
  let chunk = chunks.next()
  if (chunk.done) return
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  const ended = once(stream, 'finish')
  const refusal = refusalOf(stream, ended)
  while (!chunk.done) {
    // What Postgres refused, or a connection that was lost, takes no more: its own word says why.
    if (refusal.came) await ended
    if (!stream.write(chunk.value)) await Promise.race([once(stream, 'drain'), ended])
    try {
      chunk = chunks.next()
    } catch (error) {
      // Half a COPY is called off, or the connection would go on waiting for the rest of it.
      if (!refusal.came) stream.destroy(new Error('The rows could not be made.'))
      await ended.catch(() => undefined)
      throw error
    }
  }
  stream.end()
  await ended
}

/** Whether a COPY ended before its end. The stream may say so twice, and an error that nobody hears would end the process. */
function refusalOf(stream: Writable, ended: Promise<unknown>): { came: boolean } {
  const refusal = { came: false }
  stream.on('error', () => undefined)
  ended.catch(() => void (refusal.came = true))
  return refusal
}

// About 100 KB of memberships: large enough to spare round trips, small enough for Postgres to write one while the next is sealed.
const ROWS_A_CHUNK = 400

function* chunksOf(rows: Iterable<CopyRow>): Generator<string, undefined, void> {
  let lines: string[] = []
  for (const row of rows) {
    lines.push(copyLine(row))
    if (lines.length < ROWS_A_CHUNK) continue
    yield lines.join('')
    lines = []
  }
  if (lines.length > 0) yield lines.join('')
}

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
