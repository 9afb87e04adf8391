import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shippedAgreements } from '../../../agreement/shipped.js'
import { connect } from '../../../db/connect.js'
import type { ControlDatabase } from '../../../db/control/database.js'
import { migrateAll } from '../../../db/migrate-all.js'
import { migrateToLatest } from '../../../db/migrating.js'
import { databaseName, isProvisioned, provisionSchoolDatabase } from '../../../db/provision/school-database.js'
import { templateName, withDatabase } from '../../../db/provision/template.js'
import { TEMPLATE_VERSION, schoolMigrations } from '../../../db/school/migrations.js'
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
const SUBJECT = '00000000-0000-4000-8000-000000000001'
const migrate = () => migrateAll(databases.databaseUrl, databases.keyringUrl, shippedAgreements())
const first = Object.entries(schoolMigrations)[0]!

async function as<Result>(url: string, query: ReturnType<typeof sql<Result>>): Promise<readonly Result[]> {
  const db = connect<unknown>(url, { max: 1, idleMs: 1_000 })
  try {
    return (await query.execute(db)).rows
  } finally {
    await db.destroy()
  }
}
const inside = (school: string) => withDatabase(databases.databaseUrl, databaseName(school))
/** As the school's own role, which owns nothing. */
function asSchool(school: string): string {
  const url = new URL(inside(school))
  url.username = databaseName(school)
  url.password = PASSWORD
  return url.toString()
}
const versionOf = async (school: string) =>
  (
    await control
      .selectFrom('school_database')
      .select('template_version')
      .where('school_id', '=', school)
      .executeTakeFirstOrThrow()
  ).template_version

/** A school as the first release made it, with somebody in it. */
async function olderSchool(): Promise<string> {
  const school = await insertSchool(control)
  const name = databaseName(school)
  await control
    .insertInto('school_database')
    .values({
      school_id: school,
      cluster: 'main',
      name,
      role: name,
      sealed_password: Buffer.of(0),
      template_version: 1,
    })
    .execute()
  await sql`create database ${sql.id(name)}`.execute(control)
  const db = connect<unknown>(inside(school), { max: 1, idleMs: 1_000 })
  await migrateToLatest(db, { [first[0]]: first[1] })
  await sql`insert into subject (id, kind, about_digest) values (${SUBJECT}, 'pupil', '\\x00')`.execute(db)
  await db.destroy()
  // The steps that are left: role, rights, and the opening.
  await provisionSchoolDatabase(control, school, PASSWORD)
  return school
}

describe('an upgrade', () => {
  test('brings a school of an older release to the newest tables, keeps what is in it, and lets its own role in', async () => {
    const school = await olderSchool()
    await expect(as(asSchool(school), sql`select from timer`)).rejects.toThrow('does not exist')
    await migrate()
    expect(await versionOf(school)).toBe(TEMPLATE_VERSION)
    expect(await as(asSchool(school), sql`select id, erasure from subject`)).toEqual([{ id: SUBJECT, erasure: null }])
    expect(await as(asSchool(school), sql`select from timer`)).toEqual([])
    const ran = sql<{ name: string }>`select name from kysely_migration order by name`
    expect((await as(inside(school), ran)).map(({ name }) => name)).toEqual(Object.keys(schoolMigrations))
  })

  test('says of each school that it could not enter, goes on with the others, and is finished by another run', async () => {
    const [shut, good] = [await olderSchool(), await olderSchool()]
    const allow = (yes: boolean) =>
      sql`alter database ${sql.id(databaseName(shut))} with allow_connections ${sql.lit(yes)}`.execute(control)
    await allow(false)
    await expect(migrate()).rejects.toThrow(
      new RegExp(
        `^The database ${databaseName(shut)} was not brought up to date \\(Postgres says 55000\\); run this again\\.$`,
      ),
    )
    expect([await versionOf(shut), await versionOf(good)]).toEqual([1, TEMPLATE_VERSION])
    await allow(true)
    await migrate()
    expect(await versionOf(shut)).toBe(TEMPLATE_VERSION)
  })

  test('is finished by another run when the first died before it could note what it did', async () => {
    const school = await olderSchool()
    await migrate()
    await control.updateTable('school_database').set({ template_version: 1 }).where('school_id', '=', school).execute()
    await migrate()
    expect(await versionOf(school)).toBe(TEMPLATE_VERSION)
    expect(await as(asSchool(school), sql`select id from subject`)).toEqual([{ id: SUBJECT }])
  })

  test('makes anew what was left half-made and never entered, and asks nothing of a school that ended', async () => {
    const [half, ended] = [await olderSchool(), await olderSchool()]
    await control.deleteFrom('provision_step').where('school_id', '=', half).where('step', '=', 'open').execute()
    await control.updateTable('school').set({ phase: 'ended' }).where('id', '=', ended).execute()
    await migrate()
    expect([await isProvisioned(control, half), await versionOf(half), await versionOf(ended)]).toEqual([
      false,
      TEMPLATE_VERSION,
      1,
    ])
    await provisionSchoolDatabase(control, half, PASSWORD)
    expect(await as(asSchool(half), sql`select from timer`)).toEqual([])
  })

  test('drops the templates of older versions and keeps the one that schools are made from', async () => {
    await sql`create database school_template_v1 is_template true allow_connections false`.execute(control)
    await migrate()
    const { rows } = await sql<{ name: string }>`
      select datname as name from pg_database where datname like 'school_template_v%'`.execute(control)
    expect(rows.map(({ name }) => name)).toEqual([templateName])
  })
})
