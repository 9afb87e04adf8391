import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { inject } from 'vitest'
import { connect } from '../../../db/connect.js'
import { databaseName } from '../../../db/provision/school-database.js'
import { withDatabase } from '../../../db/provision/template.js'
import type { Ground } from './ground.js'
import type { NightSchool } from './school.js'

/** A school as it stood, to go back to as often as a test likes: cheaper than another school for each of its sequences. */
export interface Standpoint {
  readonly goBack: () => Promise<void>
  readonly forget: () => Promise<void>
}

/** Keeps all that we hold of a school, keys and epoch included. The simulator forgets what happened there as well; its clock is the test's to set. */
export async function standpoint(ground: Ground, { id, simulated }: NightSchool): Promise<Standpoint> {
  const { api, sim } = ground
  const epoch = join(api.epochs, `${id}.epoch`)
  const kept = await Promise.all([
    keep(new URL(api.databaseUrl).pathname.slice(1), id),
    keep(new URL(api.keyringUrl).pathname.slice(1), id),
    keep(databaseName(id), id),
  ])
  const epochKept = await readFile(epoch)
  return {
    goBack: async () => {
      await writeFile(epoch, epochKept)
      await Promise.all(kept.map(({ restore }) => restore()))
      await sim('DELETE', `schools/${simulated}/events`)
    },
    forget: async () => {
      await Promise.all(kept.map(({ db }) => db.destroy()))
    },
  }
}

interface Table {
  readonly name: string
  /** By which of its columns rows are the school's; null where all are. */
  readonly key: string | null
}

/** What of one database is the school's, as text. */
async function keep(database: string, school: string) {
  const url = withDatabase(inject('postgres').superuserUrl, database)
  const db = connect<unknown>(url, { max: 1, idleMs: 60_000 })
  const tables = await Promise.all((await tablesOf(db, database)).map((table) => rowsOf(db, table, school)))
  return { db, restore: () => restore(db, tables, school) }
}

/** Of a database that several schools share, those with a column that names one. */
async function tablesOf(db: Kysely<unknown>, database: string): Promise<readonly Table[]> {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select c.relname as name, array_agg(a.attname::text) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname not like 'kysely%' group by 1`.execute(db)
  const own = database.startsWith('school_')
  return rows.flatMap(({ name, columns }): Table[] => {
    if (own) return [{ name, key: null }]
    if (name === 'school') return [{ name, key: 'id' }]
    return columns.includes('school_id') ? [{ name, key: 'school_id' }] : []
  })
}

interface Kept extends Table {
  readonly rows: string
}

const ofSchool = ({ key }: Table, school: string) => (key === null ? sql`true` : sql`${sql.ref(key)} = ${school}`)

async function rowsOf(db: Kysely<unknown>, table: Table, school: string): Promise<Kept> {
  const { rows } = await sql<{ text: string }>`
    select coalesce(json_agg(t), '[]')::text as text from ${sql.table(`public.${table.name}`)} t where ${ofSchool(table, school)}`.execute(
    db,
  )
  return { ...table, rows: rows[0]?.text ?? '[]' }
}

/** In one transaction, and without asking which row refers to which. */
async function restore(db: Kysely<unknown>, tables: readonly Kept[], school: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx)
    for (const { rows, ...table } of tables) {
      const name = sql.table(`public.${table.name}`)
      await sql`delete from ${name} where ${ofSchool(table, school)}`.execute(trx)
      if (rows !== '[]')
        await sql`insert into ${name} overriding system value select * from json_populate_recordset(null::${name}, ${rows}::json)`.execute(
          trx,
        )
    }
  })
}
