import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedAgreements } from '../../../agreement/shipped.js'
import { searchAttributeKeys } from '../../../workflows/search-attributes.js'
import { comesTrueIn } from '../../support/comes-true.js'
import { PLANNER, plannerOnWonde } from '../../support/planner.js'
import { all, makeSettledSchool, onboard, sync } from '../../support/schools.js'
import type { SimSchool } from '../../support/schools.js'
import { registerSearchAttributes } from '../../support/search-attributes.js'
import { startStack } from '../../support/stack.js'
import type { Stack } from '../../support/stack.js'
import { truthOf } from '../../support/state.js'
import { skipTime } from '../../support/skip-time.js'
import { timeSkippingServer } from '../../support/temporal.js'

const HOUR_MS = 3_600_000
let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string
let now: Date

beforeAll(async () => {
  env = await timeSkippingServer()
  await registerSearchAttributes(env, searchAttributeKeys)
  now = new Date(await env.currentTimeMs())
  const agreements = [...shippedAgreements(), plannerOnWonde()]
  stack = await startStack({ env, agreements, clock: () => now, simulatorDate: now.toISOString(), patienceMs: 200 })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

async function pass(hours: number): Promise<void> {
  now = await skipTime(env, stack, hours * HOUR_MS)
}
const happen = (events: readonly object[]) => stack.sim('POST', `/_sim/schools/${school.id}/events`, { events })
const holds = async (state: string) =>
  (await stack.call('school', 'GET', `/v1/schools/${id}/holds?state=${state}`)).body.data
const pupils = () => all(stack, 'application', `/v1/schools/${id}/pupils`)
const told = async () => {
  const rows = await stack.control.selectFrom('notice').select(['addressee', 'facts']).where('school_id', '=', id).where('kind', '=', 'changesHeld').execute() // prettier-ignore
  return rows.filter(({ addressee }) => addressee === 'data').length
}

test('absences that nobody decides about go the agreement’s own way: erased once a read has confirmed them, by the date that was said [K14][R57]', async () => {
  school = await makeSettledSchool(stack, { pupils: 60, days: 30 })
  id = await onboard(stack, school, undefined, { agreement: PLANNER })
  await stack.sim('PUT', `/_sim/schools/${school.id}/permissions`, { denied: ['students_leaver', 'deletions'] })
  await sync(stack, id)
  const gone = (await truthOf(stack, school)).pupils.slice(5, 17)
  await happen(gone.map(({ misId }: { misId: string }) => ({ do: 'delete', misId })))
  const { startedAt } = await sync(stack, id)
  await pass(0.1)
  const [hold] = await holds('open')
  expect(hold).toMatchObject({ reason: 'unexplainedPupils', count: 12, then: 'erasedIfConfirmed' })
  expect([await told(), (await pupils()).length]).toEqual([1, 48])
  await pass(26)
  expect([await told(), (await holds('open')).length]).toEqual([3, 1])
  const { db } = await stack.deps.schools.open(id)
  const left = () => db.selectFrom('subject').select('id').where('absent_since', 'is not', null).execute()
  expect(await left()).toHaveLength(12)
  await pass((Date.parse(hold.until) - now.getTime()) / HOUR_MS)
  await comesTrueIn(
    async () => expect(await left()).toEqual([]),
    () => pass(1 / 60),
  )
  expect(now.getTime() - Date.parse(startedAt)).toBeLessThan(30 * HOUR_MS)
  expect(await holds('open')).toEqual([])
  expect(await pupils()).toHaveLength(48)
}, 120_000)

test('a change that waits is told of three times and applied after a week as the MIS has it; one put off is not put off for ever [R60]', async () => {
  school = await makeSettledSchool(stack, { pupils: 60, days: 30 })
  id = await onboard(stack, school)
  const { pupils: listed } = await truthOf(stack, school)
  const renamed = listed.slice(0, 20)
  await stack.sim('PUT', '/_sim/clock', { now: now.toISOString() })
  await happen(renamed.map(({ misId }: { misId: string }) => ({ do: 'rename', misId, surname: 'Quillfeather' })))
  expect((await sync(stack, id)).state).toBe('held')
  await pass(0.1)
  const [hold] = await holds('open')
  expect(hold).toMatchObject({ reason: 'renamed', count: 20, then: 'applied' })
  expect((Date.parse(hold.until) - Date.parse(hold.openedAt)) / HOUR_MS).toBeCloseTo(7 * 24, 1)
  const names = async () =>
    (await pupils()).filter(({ items }) => items['pupil.name'].surname === 'Quillfeather').length
  await stack.call('school', 'POST', `/v1/schools/${id}/holds/${hold.id}/defer`)
  await pass(6.5 * 24)
  expect([await names(), await told(), (await holds('open')).length]).toEqual([0, 3, 1])
  await pass(0.6 * 24)
  await comesTrueIn(
    async () => expect(await names()).toBe(20),
    () => pass(1 / 60),
  )
  expect(await holds('open')).toEqual([])
  expect(await holds('released')).toMatchObject([{ id: hold.id, count: 0 }])
}, 120_000)

test('what a school reviews and does not decide is dropped after thirty days, and the next night proposes what still differs [R08]', async () => {
  school = await makeSettledSchool(stack, { pupils: 60, days: 60 })
  id = await onboard(stack, school)
  await stack.call('head', 'PATCH', `/v1/schools/${id}/settings`, { syncMode: 'manual' })
  const [first] = (await truthOf(stack, school)).pupils
  await happen([{ do: 'rename', misId: first.misId, surname: 'Quillfeather' }])
  await sync(stack, id)
  await pass(0.1)
  const [hold] = await holds('open')
  expect(hold).toMatchObject({ reason: 'review', then: 'dropped' })
  await pass(31 * 24)
  await comesTrueIn(
    async () => expect(await holds('lapsed')).toMatchObject([{ id: hold.id, count: 0 }]),
    () => pass(1 / 60),
  )
  const [again] = await holds('open')
  expect(again?.id).not.toBe(hold.id)
  expect((await pupils()).filter(({ items }) => items['pupil.name'].surname === 'Quillfeather')).toEqual([])
}, 120_000)
