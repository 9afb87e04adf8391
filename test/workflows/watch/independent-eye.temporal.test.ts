import { setTimeout as wait } from 'node:timers/promises'
import { Client } from '@temporalio/client'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listCertificates } from '../../../db/control/certificate.js'
import { sealFact } from '../../../db/school/document.js'
import { dataConverter } from '../../../vault/codec/data-converter.js'
import { ensureSchedules } from '../../../workers/schedules.js'
import { lifecycleId } from '../../../workflows/school/ids.js'
import { searchAttributeKeys } from '../../../workflows/search-attributes.js'
import { SCHOOLS_QUEUE } from '../../../workflows/task-queues.js'
import { SWEEP_SCHEDULE } from '../../../workflows/watch/ids.js'
import { all, makeSimSchool, onboard, sync } from '../../support/schools.js'
import { startStack } from '../../support/stack.js'
import type { Stack } from '../../support/stack.js'
import { devServer } from '../../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let client: Client
let id: string
beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
  const converter = dataConverter(stack.deps.codecKeys)
  client = new Client({ connection: env.connection, namespace: env.namespace ?? 'default', dataConverter: converter })
  id = await onboard(stack, await makeSimSchool(stack, { pupils: 60 }))
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

let looks = 0
/** As a Schedule starts it. */
const look = (workflow: 'reconcileSchools' | 'retentionSweep'): Promise<number> =>
  client.workflow.execute(workflow, { workflowId: `watch/${(looks += 1)}`, taskQueue: SCHOOLS_QUEUE, args: [] })
const statusOf = async (school: string) =>
  (
    await client.workflow
      .getHandle(lifecycleId(school))
      .describe()
      .catch(() => undefined)
  )?.status.name
const attention = async () => (await stack.call('operator', 'GET', `/v1/schools/${id}`)).body.needsAttention
const acts = async (school: string): Promise<readonly string[]> =>
  (await stack.call('operator', 'GET', `/v1/audit?school=${school}&limit=500`)).body.data
    .map(({ act, counts }: { act: string; counts: object }) => `${act} ${Object.keys(counts).join()}`)
    .filter((line: string) => line.startsWith('watch'))

const nextDeadline = searchAttributeKeys.find(({ name }) => name === 'NextDeadline')!
async function deadline(): Promise<string | undefined> {
  const { typedSearchAttributes } = await client.workflow.getHandle(lifecycleId(id)).describe()
  const value = typedSearchAttributes.get(nextDeadline)
  return value instanceof Date ? value.toISOString() : undefined
}
const running = async () =>
  (await client.workflow.count('WorkflowType = "schoolLifecycle" AND ExecutionStatus = "Running"')).count
const metrics = async () => String((await stack.call('operator', 'GET', '/metrics')).body)

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const giveUpAt = Date.now() + 30_000; Date.now() < giveUpAt;) {
    if (await holds()) return
    await wait(100)
  }
  throw new Error('It did not come about.')
}

/** A leaving that was told two years ago, and the timer that follows from it, of which nothing wakes. */
async function leftLongAgo(pupil: string): Promise<void> {
  const { db } = await stack.deps.schools.open(id)
  const [told, due] = [new Date('2024-09-01T09:00:00Z'), new Date('2025-02-28T00:00:00Z')]
  const key = (await stack.deps.keyring.makeSubjectKeys(id, [pupil], 'core')).get(pupil)!
  const sealed = sealFact(key, pupil, 'notice', JSON.stringify({ by: 'api', leftOn: '2024-08-31' }))
  await db.insertInto('fact').values({ subject_id: pupil, what: 'notice', learned_at: told, sealed }).execute()
  await db
    .insertInto('timer')
    .values({
      subject_id: pupil,
      rule: 'leaver',
      item: null,
      due_on: '2025-02-28',
      due_at: due,
      erase_at: due,
      begins_at: told,
      planned: false,
      state: 'waiting',
      fact_what: 'leavingDate',
      fact_date: '2024-08-31',
    }) // prettier-ignore
    .execute()
}
const pupils = async () => (await all(stack, 'head', `/v1/schools/${id}/pupils`)).map((pupil) => pupil.id)

test('a timer past due of which nothing wakes is found, alerted, and erased; the others stay, and the alert goes [R14]', async () => {
  const [gone, ...others] = await pupils()
  await leftLongAgo(gone)
  expect(await look('retentionSweep')).toBe(1)
  expect(await acts(id)).toEqual(['watchFound pastDue'])
  await until(async () => (await listCertificates(stack.control, id, 5)).length === 1)
  expect(await pupils()).toEqual(others)
  await until(async () => (await look('reconcileSchools'), (await attention()) === null))
  expect(await acts(id)).toEqual(['watchFound pastDue', 'watchCleared pastDue'])
  expect(await look('retentionSweep')).toBe(0)
})

test('a lifecycle that somebody terminated runs again after one look, and the alert goes with a later one', async () => {
  const longAgo = new Date(Date.now() - 3_600_000)
  await stack.control.updateTable('school').set({ registered_at: longAgo }).where('id', '=', id).execute()
  await client.workflow.getHandle(lifecycleId(id)).terminate('by hand')
  await until(async () => (await running()) === 0)
  await look('reconcileSchools')
  expect([await statusOf(id), await attention()]).toEqual(['RUNNING', 'LifecycleAstray'])
  await until(async () => (await look('reconcileSchools'), (await attention()) === null))
  expect((await acts(id)).slice(-2)).toEqual(['watchFound lifecycleMissing', 'watchCleared lifecycleMissing'])
})

test('a lifecycle of no school is ended, one that could still hold keys is only alerted, and the school’s own runs on', async () => {
  await stack.deps.keyring.makeSchoolKeys('stranger')
  for (const school of ['nobody', 'stranger'])
    await client.workflow.start('schoolLifecycle', {
      workflowId: lifecycleId(school),
      taskQueue: 'polled-by-nobody',
      args: [{ school }],
    })
  await until(async () => (await running()) === 3)
  await look('reconcileSchools')
  expect(await Promise.all(['nobody', 'stranger', id].map(statusOf))).toEqual(['TERMINATED', 'RUNNING', 'RUNNING'])
  expect(await acts('nobody')).toEqual(['watchFound lifecycleAstray'])
  expect(await metrics()).toMatch(/termkeeper_findings\{what="lifecycleAstray"\} 2/)
})

test('the next deadline of a school stands in Temporal, and goes when it is taken back', async () => {
  const [leaver] = await pupils()
  const lately = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)
  const told = { pupilId: leaver, leftOn: lately }
  await stack.call('head', 'POST', `/v1/schools/${id}/leavers`, told)
  await sync(stack, id)
  const { body } = await stack.call('head', 'GET', `/v1/schools/${id}/retention/timers`)
  await until(async () => (await deadline()) === body.data[0].dueAt)
  await stack.call('head', 'DELETE', `/v1/schools/${id}/leavers/${leaver}`)
  await sync(stack, id)
  await until(async () => (await deadline()) === undefined)
})

test('the sweep is started every day at noon in London', async () => {
  await ensureSchedules(client)
  const { spec } = await client.schedule.getHandle(SWEEP_SCHEDULE).describe()
  expect(spec).toMatchObject({ calendars: [{ hour: [{ start: 12, end: 12 }] }], timezone: 'Europe/London' })
})
