import type { Generated, Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'

/** Where a school's database lies and by which role it is entered. The password is sealed under the school's `secrets` key. */
export interface SchoolDatabaseTable {
  school_id: string
  cluster: string
  name: string
  role: string
  sealed_password: Buffer
  template_version: number
}

/** Steps of making it that are behind; each can be repeated. */
export interface ProvisionStepTable {
  school_id: string
  step: string
  done_at: Generated<Date>
}

export interface SchoolDatabaseRow {
  readonly name: string
  readonly role: string
  readonly sealedPassword: Buffer
}

export async function findSchoolDatabase(
  db: Kysely<ControlDatabase>,
  school: string,
): Promise<SchoolDatabaseRow | undefined> {
  const row = await db.selectFrom('school_database').selectAll().where('school_id', '=', school).executeTakeFirst()
  return row && { name: row.name, role: row.role, sealedPassword: row.sealed_password }
}
