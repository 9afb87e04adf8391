import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findSchool } from '../../../db/control/school.js'
import { lifecycleId } from '../../../workflows/school/ids.js'
import { ringSignal, statusQuery } from '../../../workflows/school/messages.js'
import { Client } from '@temporalio/client'
import { dataConverter } from '../../../vault/codec/data-converter.js'
import { searchAttributeKeys } from '../../../workflows/search-attributes.js'
import { all, makeSimSchool, onboard } from '../../support/schools.js'
import type { SimSchool } from '../../support/schools.js'
import { startStack } from '../../support/stack.js'
import type { Stack } from '../../support/stack.js'
import { skipTime } from '../../support/skip-time.js'
import { timeSkippingServer } from '../../support/temporal.js'
import { registerSearchAttributes } from '../../support/search-attributes.js'

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string
let now: Date

beforeAll(async () => {
  env = await timeSkippingServer()
  await registerSearchAttributes(env, searchAttributeKeys)
  now = new Date(await env.currentTimeMs())
  stack = await startStack({ env, clock: () => now, simulatorDate: now.toISOString() })
  school = await makeSimSchool(stack, { pupils: 60 })
  id = await onboard(stack, school)
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

/** Lets time pass, a step at a time, for the API's clock too. */
async function pass(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 12) now = await skipTime(env, stack, 12 * 3_600_000)
}
const runs = async () => (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs?limit=100`)).body.data

test('synchronises once every night for three weeks, continuing as new, between eight in the evening and six in the morning [R54]', async () => {
  await pass(21 * 24)
  const nights = (await runs()).filter(({ trigger }: { trigger: string }) => trigger === 'nightly')
  expect(nights.length).toBeGreaterThanOrEqual(20)
  expect(nights.length).toBeLessThanOrEqual(22)
  expect(new Set(nights.map((run: { id: string }) => run.id)).size).toBe(nights.length)
  for (const { state, startedAt } of nights) {
    // Somebody whose first day came, by our clock, is admitted; otherwise nothing changes.
    expect(['nothingToDo', 'applied']).toContain(state)
    const hour = Number(
      new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', hourCycle: 'h23' }).format(
        new Date(startedAt),
      ),
    )
    expect([20, 21, 22, 23, 0, 2, 3, 4, 5]).toContain(hour)
  }
  const described = await env.client.workflow.workflowService.describeWorkflowExecution({
    namespace: env.namespace ?? 'default',
    execution: { workflowId: lifecycleId(id) },
  })
  expect(described.workflowExecutionInfo?.historyLength?.toNumber()).toBeLessThan(400)
})

test('runs no night while the school is paused, and goes on when it is resumed [R05]', async () => {
  await stack.call('school', 'POST', `/v1/schools/${id}/pause`)
  const before = (await runs()).length
  await pass(5 * 24)
  expect(await runs()).toHaveLength(before)
  await stack.call('school', 'POST', `/v1/schools/${id}/resume`)
  await pass(3 * 24)
  expect((await runs()).length).toBeGreaterThanOrEqual(before + 3)
})

test('admits a pupil on the first day, and holds no trace of one before it [R38]', async () => {
  const starts = new Date(now.getTime() + 4 * 86_400_000).toISOString().slice(0, 10)
  await stack.sim('PUT', '/_sim/clock', { now: now.toISOString() })
  const joined = await stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [{ do: 'join' }] })
  const { misId } = joined.body.data.events[0]
  const set = { do: 'set', misId, field: 'admissionDate', value: starts }
  expect((await stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [set] })).status).toBeLessThan(300)
  const present = async () =>
    (await all(stack, 'head', `/v1/schools/${id}/pupils`)).some(({ items }) => items['pupil.misId'] === misId)
  await pass(2 * 24)
  expect(await present()).toBe(false)
  await pass(4 * 24)
  expect(await present()).toBe(true)
})

test('computes all dates anew once when the school’s settings change, and on no night without that', async () => {
  const retimed = async () => {
    const { events } = await env.client.workflow.getHandle(lifecycleId(id)).fetchHistory()
    return events?.filter((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'retimeSchool')
  }
  const timedBy = async () => (await findSchool(stack.control, id))?.timed_by
  const before = await timedBy()
  expect(await retimed()).toEqual([])
  await stack.control
    .updateTable('school')
    .set({ settings: JSON.stringify({ topYear: 6 }) })
    .where('id', '=', id)
    .execute()
  await env.client.workflow.getHandle(lifecycleId(id)).signal(ringSignal)
  while ((await timedBy()) === before) await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await retimed()).toHaveLength(1)
})

test('asks on the day that a contract’s end calls for, without anybody’s act, and tells once [R59]', async () => {
  const asked = () =>
    stack.control
      .selectFrom('notice')
      .select('facts')
      .where('school_id', '=', id)
      .where('kind', '=', 'questionsAsked')
      .where('queued_at', '>', settledAt)
      .execute()
  const settledAt = now
  const endsOn = new Date(now.getTime() + 62 * 86_400_000).toISOString().slice(0, 10)
  expect((await stack.call('head', 'PATCH', `/v1/schools/${id}/settings`, { contract: { endsOn } })).status).toBe(200)
  await pass(24)
  expect(await asked()).toEqual([])
  await pass(3 * 24)
  expect(await asked()).toEqual([{ facts: { question: 'contractEnds', count: 1, dueOn: endsOn } }])
})

test('tells how it stands to whoever asks', async () => {
  const client = new Client({
    connection: env.connection,
    namespace: env.namespace ?? 'default',
    dataConverter: dataConverter(stack.deps.codecKeys),
  })
  const status = await client.workflow.getHandle(lifecycleId(id)).query(statusQuery)
  expect(status).toMatchObject({
    name: school.name,
    phase: 'active',
    connector: 'wonde',
    agreement: 'assessment-portal',
  })
  expect(Date.parse(status.nextSyncAt!)).toBeGreaterThan(now.getTime() - 86_400_000)
})
