import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Agreement } from '../../agreement/agreement.js'
import { items, itemsOf } from '../../agreement/items.js'
import { findSchoolDatabase } from '../../db/control/school-database.js'
import { openItems } from '../../db/school/document.js'
import { aboutPassword } from '../../db/school/pools.js'
import { open, sealedUnder } from '../../vault/sealing.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { plannerOnWonde } from '../support/planner.js'
import { all, makeSimSchool, onboard } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf } from '../support/state.js'
import { devServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let planner: Agreement
let school: SimSchool
let id: string

beforeAll(async () => {
  planner = plannerOnWonde()
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env, agreements: [planner] })
  school = await makeSimSchool(stack, { pupils: 120, profile: 'secondary11to18' })
  id = await onboard(stack, school, undefined, { agreement: 'planner-on-wonde' })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

/** Every document of the school's database, opened. */
async function documents() {
  const { db } = await stack.deps.schools.open(id)
  const rows = await db.selectFrom('record').selectAll().execute()
  const keys = await stack.deps.keyring.openKeys(id, [...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))])
  return rows.map((row) => ({
    kind: row.kind,
    items: openItems(keys.get(sealedUnder(row.sealed))!, row.id, row.sealed),
    sealed: row.sealed,
  }))
}

test('holds of every kind exactly items that are granted, and of the unstarred ones all that the source has [R03][R28]', async () => {
  const granted = new Set<string>(planner.items.filter((item) => item.default === 'granted').map(({ code }) => code))
  const held = (await documents()).flatMap(({ items: of }) => Object.keys(of))
  expect([...new Set(held)].filter((code) => !granted.has(code))).toEqual([])
  for (const code of [
    'pupil.misId',
    'pupil.upn',
    'pupil.name',
    'pupil.gender',
    'pupil.startDate',
    'pupil.fsm',
    'pupil.email',
    'pupil.yearGroup',
    'pupil.registrationGroup',
  ])
    expect(held).toContain(code)
})

test('holds no starred item and no special category that nobody ticked, though the source sent some [R29]', async () => {
  const starred = planner.items.filter(({ starred: star, special }) => star || special).map(({ code }) => code)
  expect(starred).toEqual(
    expect.arrayContaining([
      'pupil.dateOfBirth',
      'pupil.ethnicity',
      'pupil.sen',
      'pupil.inCare',
      'pupil.pupilPremium',
      'staff.dateOfBirth',
    ]),
  )
  for (const { items: of } of await documents()) for (const code of starred) expect(of).not.toHaveProperty([code])
  const [run] = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs`)).body.data
  expect(run.counts.pupil.refusedItems).toBeGreaterThan(0)
})

test('holds only pupils on roll: no guest, no leaver, nobody who starts later, and says how many it refused [R27][R38]', async () => {
  const truth = await truthOf(stack, school)
  const pupils = await all(stack, 'head', `/v1/schools/${id}/pupils`)
  expect(pupils.map(({ items: of }) => of['pupil.misId']).sort()).toEqual(
    truth.pupils.map(({ misId }: { misId: string }) => misId).sort(),
  )
  const [run] = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs`)).body.data
  expect(Object.keys(run.completeness.refusedPeople).length).toBeGreaterThan(0)
  const refused = Object.values<number>(run.completeness.refusedPeople).reduce((sum, count) => sum + count, 0)
  const read = run.completeness.walks
    .filter(({ kind }: { kind: string }) => kind !== 'group')
    .reduce((sum: number, { records }: { records: number }) => sum + records, 0)
  expect(run.counts.pupil.added + run.counts.staff.added + refused).toBe(read)
})

test('holds of staff who are employed now only what the planner lists, their groups as memberships [R32]', async () => {
  const truth = await truthOf(stack, school)
  const staff = await all(stack, 'head', `/v1/schools/${id}/staff`)
  expect(staff).toHaveLength(truth.staff.length)
  const allowed = itemsOf('staff')
    .filter(({ starred }) => !starred)
    .map(({ code }) => code as string)
  for (const { items: of } of staff) expect(Object.keys(of).filter((code) => !allowed.includes(code))).toEqual([])
  expect(staff.some(({ items: of }) => of['staff.groups'].length > 0)).toBe(true)
})

test('asks for no parent: neither an endpoint nor an include of contacts is ever requested [R33]', async () => {
  const { body } = await stack.sim('GET', '/_sim/requests')
  expect(body.data.length).toBeGreaterThan(5)
  for (const { path, query } of body.data) {
    expect(path).not.toMatch(/\/contacts|students-pre-admission|doctors|medical/)
    expect(String(query.include ?? '').split(',')).not.toContain('contacts')
  }
  expect(Object.keys(items).filter((code) => /contact|parent|carer/i.test(code))).toEqual([])
})

test('knows of the school itself its establishment number and name and nothing else [R34]', () => {
  expect(itemsOf('school').map(({ code }) => code)).toEqual(['school.establishmentNumber', 'school.name'])
})

test('keeps each school in a database that only its own role can enter [R42]', async () => {
  const other = await makeSimSchool(stack, { pupils: 60 })
  const otherId = await onboard(stack, other, undefined, { agreement: 'planner-on-wonde' })
  const credentials = await roleOf(id)
  const elsewhere = await findSchoolDatabase(stack.control, otherId)
  const connectTo = async (database: string) => {
    const url = new URL(stack.databases.databaseUrl)
    const client = new pg.Client({
      host: url.hostname,
      port: Number(url.port),
      user: credentials.role,
      password: credentials.password,
      database,
    })
    await client.connect()
    const { rows } = await client.query('select count(*)::int as records from record')
    await client.end()
    return rows[0].records
  }
  expect(await connectTo(credentials.name)).toBeGreaterThan(100)
  for (const database of [elsewhere!.name, 'termkeeper', 'termkeeper_keyring', 'postgres', 'template1'])
    await expect(connectTo(database)).rejects.toThrow(/permission denied for database/)
  const { rows } = await sql<{ rolsuper: boolean }>`select rolsuper from pg_roles where rolname = current_user`.execute(
    stack.control,
  )
  expect(rows).toEqual([{ rolsuper: false }])
})

async function roleOf(school: string) {
  const place = (await findSchoolDatabase(stack.control, school))!
  const password = open(
    await stack.deps.keyring.schoolKey(school, 'secrets'),
    place.sealedPassword,
    aboutPassword(school),
  ).toString()
  return { name: place.name, role: place.role, password }
}
