import { Kysely, PostgresDialect } from 'kysely'
import type { PostgresPool } from 'kysely'
import pg from 'pg'

export interface PoolOptions {
  readonly max: number
  /** A pool that rests holds no connection longer than this. */
  readonly idleMs: number
}

const INT8 = 20
const DATE = 1082

/** Days stay `YYYY-MM-DD` (a Date would drag a time zone in), and counts are numbers (none of ours nears 2^53). */
const types = new pg.TypeOverrides()
types.setTypeParser(INT8, Number)
types.setTypeParser(DATE, (text: string) => text)

/** A pool whose connections may break without ending the process: the next query says so instead. */
export function openPool(url: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: options.max, idleTimeoutMillis: options.idleMs, types })
  pool.on('error', () => undefined)
  // One that is lent, between two queries of a transaction, breaks as well.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Kysely on a pool of its own. `destroy` closes it. */
export function connect<Database>(url: string, options: PoolOptions = { max: 10, idleMs: 30_000 }): Kysely<Database> {
  return overPool<Database>(openPool(url, options))
}

/** Kysely over a pool, or over anything that lends a connection like one. */
export function overPool<Database>(pool: PostgresPool): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}
