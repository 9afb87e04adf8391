import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listCertificates } from '../../../db/control/certificate.js'
import { searchAttributeKeys } from '../../../workflows/search-attributes.js'
import { PLANNER, plannerOnWonde } from '../../support/planner.js'
import { all, makeSimSchool, onboard, sync } from '../../support/schools.js'
import type { SimSchool } from '../../support/schools.js'
import { registerSearchAttributes } from '../../support/search-attributes.js'
import { startStack } from '../../support/stack.js'
import type { Stack } from '../../support/stack.js'
import { skipTime } from '../../support/skip-time.js'
import { timeSkippingServer } from '../../support/temporal.js'
import { truthOf } from '../../support/state.js'

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
  const agreements = [plannerOnWonde()]
  stack = await startStack({ env, agreements, clock: () => now, simulatorDate: now.toISOString(), patienceMs: 200 })
  school = await makeSimSchool(stack, { pupils: 60 })
  id = await onboard(stack, school, undefined, { agreement: PLANNER })
  // The school shares neither list of who left: absence speaks alone.
  await stack.sim('PUT', `/_sim/schools/${school.id}/permissions`, { denied: ['students_leaver', 'deletions'] })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

async function pass(hours: number): Promise<void> {
  now = await skipTime(env, stack, hours * HOUR_MS)
}
const pupils = () => all(stack, 'head', `/v1/schools/${id}/pupils`)
const confirming = async () => {
  const { body } = await stack.call('operator', 'GET', `/v1/schools/${id}/syncs?limit=100`)
  return body.data.filter(({ trigger }: { trigger: string }) => trigger === 'confirm')
}
/** Of absences; who leaves by themselves has other dates. */
const timers = async () => {
  const { data } = (await stack.call('school', 'GET', `/v1/schools/${id}/retention/timers`)).body
  return data.filter(({ fact }: { fact: { what: string } }) => fact.what === 'absent')
}
const schoolNow = async () => (await stack.call('operator', 'GET', `/v1/schools/${id}`)).body
const lateness = async () => {
  const [newest] = await listCertificates(stack.control, id, 1)
  return newest === undefined ? undefined : JSON.parse(newest.document).lateBySeconds
}

/** One of the pupils goes without a word, and the first whole read comes without them. */
async function goAbsent(): Promise<{ readonly pupil: string; readonly first: Date }> {
  const before = await pupils()
  const { misId } = (await truthOf(stack, school)).pupils[3]
  const { id: pupil } = before.find(({ items }) => items['pupil.misId'] === misId)
  await stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [{ do: 'optOut', misId }] })
  const { startedAt } = await sync(stack, id)
  await pass(0.01)
  expect(await pupils()).toEqual(before.filter((one) => one.id !== pupil))
  return { pupil, first: new Date(startedAt) }
}

test('reads again after 20 hours for a pupil who is only absent, and erases before the 48 hours are over; the others stay as they were [R35][R57]', async () => {
  const { pupil, first } = await goAbsent()
  const others = await pupils()
  expect(await timers()).toMatchObject([{ subjectId: pupil, rule: 'leaver', planned: true, fact: { what: 'absent' } }])
  const runsBefore = (await confirming()).length
  await pass(21)
  const [run, ...more] = await confirming()
  const nights = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs`)).body.data
  // The school's own night may fall after the 20 hours; then it is the read that confirms.
  const confirmed = run ?? nights[0]
  expect([runsBefore, more]).toEqual([0, []])
  expect(Date.parse(confirmed.startedAt) - first.getTime()).toBeGreaterThanOrEqual(20 * HOUR_MS)
  expect(await timers()).toMatchObject([{ subjectId: pupil, planned: false }])
  await pass(12)
  expect([await timers(), await lateness(), await pupils()]).toEqual([[], 0, others])
  const { db } = await stack.deps.schools.open(id)
  expect(await db.selectFrom('record').select('id').where('subject_id', '=', pupil).execute()).toEqual([])
  const asked = (await confirming()).length
  await pass(12)
  expect(await confirming()).toHaveLength(asked)
})

test('asks every four hours while no read comes about, says so after 44, keeps the pupil hidden, and erases once a read confirms [R35]', async () => {
  const { pupil, first } = await goAbsent()
  await stack.sim('PUT', '/_sim/faults', { faults: [{ schoolId: school.id, kind: '503' }] })
  await pass(43)
  const failed = (await confirming()).filter(({ startedAt }: { startedAt: string }) => new Date(startedAt) > first)
  expect(failed.length).toBeGreaterThanOrEqual(5)
  expect((await schoolNow()).needsAttention).not.toBe('AbsenceUnconfirmed')
  await pass(1.5)
  const notices = await stack.control.selectFrom('notice').select(['addressee', 'kind', 'facts']).execute()
  expect(notices).toContainEqual({
    addressee: 'processor',
    kind: 'absenceUnconfirmed',
    facts: { asOf: expect.any(String) },
  })
  expect(await timers()).toMatchObject([{ subjectId: pupil, planned: true, state: 'waiting' }])
  expect((await stack.call('application', 'GET', `/v1/schools/${id}/pupils/${pupil}`)).status).toBe(404)
  await pass(6)
  expect(await timers()).toMatchObject([{ subjectId: pupil, planned: true }])
  await stack.sim('DELETE', '/_sim/faults')
  await pass(5)
  expect(await timers()).toEqual([])
  expect(await lateness()).toBeGreaterThan(0)
  expect((await schoolNow()).needsAttention).toBeNull()
  const told = await stack.control.selectFrom('notice').select('id').where('kind', '=', 'absenceUnconfirmed').execute()
  expect(told).toHaveLength(1)
})
