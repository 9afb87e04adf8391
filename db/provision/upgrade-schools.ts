import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { connect } from '../connect.js'
import type { ControlDatabase } from '../control/database.js'
import { migrateToLatest } from '../migrating.js'
import { TEMPLATE_VERSION, schoolMigrations } from '../school/migrations.js'
import { dropSchoolDatabase, isProvisioned } from './school-database.js'
import { withDatabase } from './template.js'

interface Behind {
  readonly school: string
  readonly name: string
}

/**
 * Brings every school's database that is behind this release's migrations up to date, one after another, as the role that owns them. Each
 * is noted when it is done, so that a crash is made good by running it again. One that fails stops no other: answers a sentence for each.
 */
export async function upgradeSchools(
  control: Kysely<ControlDatabase>,
  databaseUrl: string,
): Promise<readonly string[]> {
  const faults: string[] = []
  for (const school of await schoolsBehind(control)) {
    try {
      await upgrade(control, databaseUrl, school)
    } catch (error) {
      faults.push(`The database ${school.name} was not brought up to date (${reasonOf(error)}); run this again.`)
    }
  }
  return faults
}

/** What ended has no database any more. */
async function schoolsBehind(control: Kysely<ControlDatabase>): Promise<readonly Behind[]> {
  return control
    .selectFrom('school_database')
    .innerJoin('school', 'school.id', 'school_database.school_id')
    .select(['school.id as school', 'school_database.name'])
    .where('template_version', '<', TEMPLATE_VERSION)
    .where('school.phase', '<>', 'ended')
    .orderBy('school.id')
    .execute()
}

async function upgrade(control: Kysely<ControlDatabase>, databaseUrl: string, { school, name }: Behind): Promise<void> {
  if (await isProvisioned(control, school)) await migrate(databaseUrl, name)
  // Left half-made, nobody has ever entered it: it is made anew, from the newest template.
  else await forget(control, school)
  await control
    .updateTable('school_database')
    .set({ template_version: TEMPLATE_VERSION })
    .where('school_id', '=', school)
    .execute()
}

async function migrate(databaseUrl: string, name: string): Promise<void> {
  const db = connect<unknown>(withDatabase(databaseUrl, name), { max: 1, idleMs: 1_000 })
  try {
    // A session that holds a table for longer than any of ours does must not keep the schools behind this one waiting.
    await sql`set lock_timeout = '60s'`.execute(db)
    await migrateToLatest(db, schoolMigrations)
  } finally {
    await db.destroy()
  }
}

async function forget(control: Kysely<ControlDatabase>, school: string): Promise<void> {
  await dropSchoolDatabase(control, school)
  await control.deleteFrom('provision_step').where('school_id', '=', school).execute()
}

/** Of a fault of Postgres its code, for what it says may quote rows. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'for a reason unknown'
  return 'code' in error && typeof error.code === 'string' ? `Postgres says ${error.code}` : error.message
}
