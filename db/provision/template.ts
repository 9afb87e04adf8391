import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { connect } from '../connect.js'
import { migrateToLatest } from '../migrating.js'
import { TEMPLATE_VERSION, schoolMigrations } from '../school/migrations.js'

const named = (version: number) => `school_template_v${version}`

/** The database that every new school's is a copy of. Named by version: once sealed it is never connected to again. */
export const templateName = named(TEMPLATE_VERSION)

// Any number will do, as long as nobody else uses it: makes two processes that start at once take turns.
const TEMPLATE_LOCK = 7_301_001

/**
 * Makes the template of this version where it is missing or was left half-made by a crash, and drops those of older versions: no school is
 * made from one any more. Safe to run twice at once.
 */
export async function ensureTemplate<Database>(control: Kysely<Database>, controlUrl: string): Promise<void> {
  await control.connection().execute(async (db) => {
    await sql`select pg_advisory_lock(${TEMPLATE_LOCK})`.execute(db)
    try {
      if (!(await isSealed(db))) await make(db, controlUrl)
      await dropOlder(db)
    } finally {
      await sql`select pg_advisory_unlock(${TEMPLATE_LOCK})`.execute(db)
    }
  })
}

async function isSealed<Database>(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ datallowconn: boolean }>`
    select datallowconn from pg_database where datname = ${templateName}`.execute(db)
  return rows[0]?.datallowconn === false
}

async function make<Database>(db: Kysely<Database>, controlUrl: string): Promise<void> {
  const name = sql.id(templateName)
  await sql`drop database if exists ${name} with (force)`.execute(db)
  await sql`create database ${name}`.execute(db)
  await sql`revoke all on database ${name} from public`.execute(db)
  const template = connect<unknown>(withDatabase(controlUrl, templateName), { max: 1, idleMs: 1_000 })
  try {
    await migrateToLatest(template, schoolMigrations)
  } finally {
    await template.destroy()
  }
  await sql`alter database ${name} with is_template true allow_connections false`.execute(db)
}

async function dropOlder<Database>(db: Kysely<Database>): Promise<void> {
  const older = Array.from({ length: TEMPLATE_VERSION - 1 }, (_, before) => named(before + 1))
  const { rows } = await sql<{ name: string }>`
    select datname as name from pg_database where datname = any(${older}::text[])`.execute(db)
  for (const { name } of rows) {
    // A template is protected from being dropped, by whomever.
    await sql`alter database ${sql.id(name)} with is_template false`.execute(db)
    await sql`drop database if exists ${sql.id(name)} with (force)`.execute(db)
  }
}

/** The same server and role, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.toString()
}
