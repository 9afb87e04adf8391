import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'
import { databaseName } from '../../db/provision/school-database.js'
import type { SchoolDatabases } from '../../db/school/pools.js'

/** Where the cluster's write-ahead log stands, in bytes: every database of it, whoever writes. */
export async function logPosition<Database>(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`select pg_current_wal_lsn() - '0/0' as bytes`.execute(db)
  return Number(rows[0]?.bytes)
}

interface Looking {
  readonly control: Kysely<ControlDatabase>
  readonly schools: SchoolDatabases
}

/** Rows ever inserted, updated or deleted in a school's database, by Postgres' own counters. */
export async function rowsWritten({ control, schools }: Looking, { id }: { readonly id: string }): Promise<number> {
  await disconnectAll(control, databaseName(id))
  const { db } = await schools.open(id)
  const { rows } = await sql<{ written: number | null }>`
    select sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint as written from pg_stat_user_tables`.execute(db)
  await schools.close()
  return rows[0]?.written ?? 0
}

const ENDED_WITHIN_MS = 10_000
const LOOK_AGAIN_MS = 20

/** A backend that rests reports what it wrote when it ends; the worker's would rest for ten seconds. */
async function disconnectAll(control: Kysely<ControlDatabase>, database: string): Promise<void> {
  for (const giveUpAt = Date.now() + ENDED_WITHIN_MS; ;) {
    const { rows } = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`.execute(control)
    if (rows.length === 0) return
    if (Date.now() > giveUpAt) throw new Error('Rows cannot be counted: somebody stays connected to the school.')
    await wait(LOOK_AGAIN_MS)
  }
}
