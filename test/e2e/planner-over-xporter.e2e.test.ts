import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedAgreements } from '../../agreement/shipped.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { accept, all, makeSimSchool, register, registration, runEnded, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf, writesIn } from '../support/state.js'
import { devServer } from '../support/temporal.js'

const planner = shippedAgreements().find(({ id: of }) => of === 'seating-planner')!

/** Whoever reads marks shows who it is again, and learns whose marks they are. */
const attendance = [
  'GetToken',
  'TokenDetails',
  'Students',
  'Students',
  'AttendanceForDateRange',
  'AttendanceForDateRange',
  'AttendanceForDateRange',
]

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string

const overXporter = (of: SimSchool) => {
  const { schoolId, relyingParty, schoolSecret } = of.credentials.xporter
  const source = { connector: 'xporter', baseUrl: stack.simulator, schoolId, relyingParty, schoolSecret }
  return { agreement: planner.id, source }
}

async function firstRun(of: SimSchool, more: Record<string, unknown> = {}) {
  const registered = await register(stack, of, { ...overXporter(of), ...more })
  const { runId } = await accept(stack, registered)
  return { registered, run: await runEnded(stack, registered, runId) }
}

beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
  school = await makeSimSchool(stack, { pupils: 60, profile: 'secondary11to16', seed: 'planner-over-xporter' })
  const first = await firstRun(school)
  id = first.registered
  expect(first.run).toMatchObject({ state: 'applied' })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

test('holds after the first night, under the planner as it is shipped, who is really there and in which class [R27]', async () => {
  const truth = await truthOf(stack, school)
  const groups = await all(stack, 'application', `/v1/schools/${id}/groups`)
  const names = new Map(groups.map((group) => [group.id, group.items['group.name']]))
  const pupils = await all(stack, 'application', `/v1/schools/${id}/pupils`)
  const shown = pupils.map(({ items }) => ({
    misId: items['pupil.misId'],
    upn: items['pupil.upn'],
    surname: items['pupil.name'].surname,
    year: items['pupil.yearGroup'],
    classes: items['pupil.classes'].map(({ groupId }: { groupId: string }) => names.get(groupId)).sort(),
  }))
  const real = truth.pupils.map((one: Record<string, unknown> & { classes: string[] }) => ({
    misId: one['misId'],
    upn: one['upn'],
    surname: one['surname'],
    year: one['yearGroup'],
    classes: [...one.classes].sort(),
  }))
  const byMisId = (one: { misId: string }, other: { misId: string }) => one.misId.localeCompare(other.misId)
  expect(shown.sort(byMisId)).toEqual(real.sort(byMisId))
  const staff = await all(stack, 'head', `/v1/schools/${id}/staff`)
  expect(staff).toHaveLength(truth.staff.length)
})

test('holds no item that the planner does not grant, and says which of them the source has not [R03][R29]', async () => {
  const granted = new Set<string>(planner.items.filter((item) => item.default === 'granted').map(({ code }) => code))
  const held = [
    ...(await all(stack, 'head', `/v1/schools/${id}/pupils`)),
    ...(await all(stack, 'head', `/v1/schools/${id}/staff`)),
  ].flatMap(({ items }) => Object.keys(items))
  expect([...new Set(held)].filter((code) => !granted.has(code))).toEqual([])
  const [run] = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs`)).body.data
  expect(run.completeness.notPermitted).toEqual(expect.arrayContaining(['pupil.mobilePhone', 'pupil.lunch']))
  const { body } = await stack.sim('GET', `/_sim/requests?schoolId=${school.id}`)
  expect(body.data.length).toBeGreaterThan(5)
  expect(JSON.stringify(body.data)).not.toMatch(/contact|ethnic|birth|legal|sen|gifted|incare|premium/i)
})

test('asks a quiet night for six answers, seven of attendance and four for photographs, and writes nothing; one record when one pupil is renamed [R07][R55]', async () => {
  await stack.sim('DELETE', '/_sim/requests')
  const quiet = await writesIn(stack, id, () => sync(stack, id))
  expect([quiet.result.state, quiet.writes]).toEqual(['nothingToDo', {}])
  const asked = (await stack.sim('GET', '/_sim/requests')).body.data
  // A picture that cannot be taken is looked at again every night.
  const lists = asked
    .map(({ path }: { path: string }) => path.split('/').at(-1))
    .filter((name: string) => !/^\d+$/.test(name))
  expect(lists).toEqual([
    'GetToken',
    'TokenDetails',
    'Students',
    'Groups',
    'Staff',
    'Students',
    ...attendance,
    'GetToken',
    'TokenDetails',
    'Students',
    'Photos',
  ])
  const { misId } = (await truthOf(stack, school)).pupils[7]
  await stack.sim('POST', `/_sim/schools/${school.id}/events`, {
    events: [{ do: 'rename', misId, surname: 'Quillfeather' }],
  })
  const renamed = await writesIn(stack, id, () => sync(stack, id))
  expect(renamed.writes).toEqual({ record: { updated: 1 }, change: { inserted: 1 } })
})

test('hides a leaver the night after, and is told of the leaving by the source and not by absence', async () => {
  const { misId } = (await truthOf(stack, school)).pupils[9]
  const before = await all(stack, 'application', `/v1/schools/${id}/pupils`)
  await stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [{ do: 'leave', misId }] })
  await sync(stack, id)
  const after = await all(stack, 'application', `/v1/schools/${id}/pupils`)
  expect(after.map(({ items }) => items['pupil.misId'])).not.toContain(misId)
  expect(after).toHaveLength(before.length - 1)
  const [leaver] = before.filter(({ items }) => items['pupil.misId'] === misId)
  const timers = await all(stack, 'head', `/v1/schools/${id}/retention/timers`)
  const [timer] = timers.filter(({ subjectId }) => subjectId === leaver.id)
  // A day from when it was stated; absence alone would have two.
  expect(Date.parse(timer.dueAt) - Date.now()).toBeLessThan(25 * 3_600_000)
})

test('takes somebody whom the school withholds at Xporter for withdrawn', async () => {
  const { misId } = (await truthOf(stack, school)).pupils[12]
  const pupils = await all(stack, 'application', `/v1/schools/${id}/pupils`)
  const [withheld] = pupils.filter(({ items }) => items['pupil.misId'] === misId)
  await stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [{ do: 'optOut', misId }] })
  await sync(stack, id)
  const shown = await all(stack, 'application', `/v1/schools/${id}/pupils`)
  expect(shown).toHaveLength(pupils.length - 1)
  const timers = await all(stack, 'head', `/v1/schools/${id}/retention/timers`)
  const own = timers.filter(({ subjectId }) => subjectId === withheld.id)
  expect(own.map(({ rule }) => rule)).toContain('pupilWithdrawn')
})

test('keeps what it has while the school chooses at Xporter whom it shares, and goes on when it is resumed', async () => {
  const before = await all(stack, 'application', `/v1/schools/${id}/pupils`)
  await stack.sim('PUT', `/_sim/schools/${school.id}/habits`, { authorisation: 'paused' })
  const refused = await sync(stack, id)
  expect(refused).toMatchObject({ state: 'refused', reason: expect.stringContaining('paused') })
  const paused = (await stack.call('operator', 'GET', `/v1/schools/${id}`)).body
  expect(paused).toMatchObject({ phase: 'paused', needsAttention: 'SourceRefused' })
  expect(await all(stack, 'application', `/v1/schools/${id}/pupils`)).toEqual(before)
  await stack.sim('PUT', `/_sim/schools/${school.id}/habits`, {})
  expect((await stack.call('operator', 'POST', `/v1/schools/${id}/resume`)).status).toBe(200)
  const [run] = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs?limit=1`)).body.data
  expect(await runEnded(stack, id, run.id)).toMatchObject({ trigger: 'resume', state: 'nothingToDo' })
})

test('writes nothing of a feed that is another school’s [R46]', async () => {
  const other = await makeSimSchool(stack, { pupils: 60 })
  await stack.sim('PUT', '/_sim/faults', { faults: [{ kind: 'otherSchool', schoolId: other.id }] })
  const { registered, run } = await firstRun(other)
  await stack.sim('DELETE', '/_sim/faults')
  expect(run).toMatchObject({ state: 'refused', reason: expect.stringContaining('another school') })
  const { db } = await stack.deps.schools.open(registered)
  const { rows } = await db.selectFrom('record').select(({ fn }) => fn.countAll().as('rows')).executeTakeFirstOrThrow() // prettier-ignore
  expect(Number(rows)).toBe(0)
})

test('takes no address that is not TLS for a source that is not on this machine', async () => {
  const { source } = overXporter(school)
  const plain = { ...overXporter(school), source: { ...source, baseUrl: 'http://xporter.groupcall.com' } }
  const refused = await stack.call('operator', 'POST', '/v1/schools', registration(stack, school, plain))
  expect(refused.status).toBe(422)
  expect(JSON.stringify(refused.body)).toContain('plain_http')
  expect(JSON.stringify(refused.body)).not.toContain(source.schoolSecret)
})
