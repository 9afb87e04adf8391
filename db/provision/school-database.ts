import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../control/database.js'
import { SCHOOL_GROUP } from './set-up.js'
import { templateName } from './template.js'

/** What a school's database and role are called; a role can connect to the database of its own name and to no other. */
export const databaseName = (school: string) => `school_${school}`

type Step = (db: Kysely<ControlDatabase>, name: string, password: string) => Promise<void>

// One login per worker pool and a few for the API; a runaway client of one school cannot starve the others.
const CONNECTIONS_PER_SCHOOL = 20

/** In order. Each can be repeated, none runs inside a transaction, and a crash between two is made good by running all again. */
const steps: Readonly<Record<string, Step>> = {
  role: async (db, name, password) => {
    const { rows } = await sql`select 1 from pg_roles where rolname = ${name}`.execute(db)
    const verb = rows.length > 0 ? sql`alter` : sql`create`
    const limit = sql.lit(CONNECTIONS_PER_SCHOOL)
    // Neither superuser nor maker of anything is the default: saying so again is refused to a provisioner who is neither.
    await sql`${verb} role ${sql.id(name)} login connection limit ${limit} password ${sql.lit(password)}`.execute(db)
    await sql`grant ${sql.id(SCHOOL_GROUP)} to ${sql.id(name)} with inherit true, set false`.execute(db)
  },
  database: async (db, name) => {
    const { rows } = await sql`select 1 from pg_database where datname = ${name}`.execute(db)
    if (rows.length === 0)
      await sql`create database ${sql.id(name)} template ${sql.id(templateName)} allow_connections false`.execute(db)
  },
  // A template's rights are not copied, so a new database is open to PUBLIC until this has run.
  close: async (db, name) => {
    await sql`revoke connect, temporary on database ${sql.id(name)} from public`.execute(db)
  },
  admit: async (db, name) => {
    await sql`grant connect on database ${sql.id(name)} to ${sql.id(name)}`.execute(db)
  },
  open: async (db, name) => {
    await sql`alter database ${sql.id(name)} with allow_connections true`.execute(db)
  },
}

/** Makes a school's database and login role, or goes on where an earlier attempt stopped. */
export async function provisionSchoolDatabase(
  control: Kysely<ControlDatabase>,
  school: string,
  password: string,
): Promise<void> {
  const done = await control.selectFrom('provision_step').select('step').where('school_id', '=', school).execute()
  const behind = new Set(done.map(({ step }) => step))
  for (const [step, run] of Object.entries(steps)) {
    if (behind.has(step)) continue
    await run(control, databaseName(school), password)
    await control
      .insertInto('provision_step')
      .values({ school_id: school, step })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** Whether every step has run. */
export async function isProvisioned(control: Kysely<ControlDatabase>, school: string): Promise<boolean> {
  const { rows } = await sql`select 1 from provision_step where school_id = ${school} and step = 'open'`.execute(
    control,
  )
  return rows.length > 0
}

/** Makes a school's database and its login role gone, whoever is connected. Repeatable. */
export async function dropSchoolDatabase(control: Kysely<ControlDatabase>, school: string): Promise<void> {
  const name = databaseName(school)
  await sql`drop database if exists ${sql.id(name)} with (force)`.execute(control)
  await sql`drop role if exists ${sql.id(name)}`.execute(control)
}

export async function schoolDatabaseExists(control: Kysely<ControlDatabase>, school: string): Promise<boolean> {
  const name = databaseName(school)
  const { rows } = await sql`
    select from pg_database where datname = ${name} union all select from pg_roles where rolname = ${name}`.execute(
    control,
  )
  return rows.length > 0
}
