import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../../db/connect.js'
import type { ControlDatabase } from '../../../db/control/database.js'
import { databaseName, isProvisioned, provisionSchoolDatabase } from '../../../db/provision/school-database.js'
import { KEYRING_ROLE, PROVISIONER } from '../../../db/provision/set-up.js'
import { withDatabase } from '../../../db/provision/template.js'
import { freshDatabases } from '../../support/databases.js'
import { insertSchool } from '../insert-school.js'

let databases: Awaited<ReturnType<typeof freshDatabases>>
let control: ReturnType<typeof connect<ControlDatabase>>

beforeAll(async () => {
  databases = await freshDatabases()
  control = connect<ControlDatabase>(databases.databaseUrl)
})
afterAll(async () => {
  await control.destroy()
  await databases.drop()
})

const PASSWORD = 'a-password-of-one-test'

/** What the school's own role can read of `database`. */
async function readAs(school: string, database: string, query = sql`select count(*) from record`) {
  const url = new URL(withDatabase(databases.databaseUrl, database))
  url.username = databaseName(school)
  url.password = PASSWORD
  const db = connect<unknown>(url.toString(), { max: 1, idleMs: 1_000 })
  try {
    return await query.execute(db)
  } finally {
    await db.destroy()
  }
}

describe('a school’s database', () => {
  const steps = ['role', 'database', 'close', 'admit', 'open']

  test.each(steps.map((step, done) => ({ step, done })))(
    'is finished by a second attempt when the first died before it could note “$step”',
    async ({ done }) => {
      const school = await insertSchool(control)
      await provisionSchoolDatabase(control, school, PASSWORD)
      const noted = steps.slice(done)
      await control.deleteFrom('provision_step').where('school_id', '=', school).where('step', 'in', noted).execute()

      await provisionSchoolDatabase(control, school, PASSWORD)

      expect(await isProvisioned(control, school)).toBe(true)
      expect((await readAs(school, databaseName(school))).rows).toHaveLength(1)
    },
  )

  test('opens to its own role only: to no other school’s, and not to ours [R42]', async () => {
    const [ours, theirs] = [await insertSchool(control), await insertSchool(control)]
    for (const school of [ours, theirs]) await provisionSchoolDatabase(control, school, PASSWORD)

    for (const database of [databaseName(theirs), PROVISIONER, KEYRING_ROLE, 'postgres', 'template1'])
      await expect(readAs(ours, database, sql`select 1`)).rejects.toThrow('permission denied for database')
  })

  test.each(['create role another', 'create database another', 'create table another ()', 'drop table record'])(
    'lets its role not “%s”',
    async (statement) => {
      const school = await insertSchool(control)
      await provisionSchoolDatabase(control, school, PASSWORD)
      await expect(readAs(school, databaseName(school), sql.raw(statement))).rejects.toThrow(
        /permission denied|must be owner/,
      )
    },
  )
})
