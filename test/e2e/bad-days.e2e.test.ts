import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { all, makeSimSchool, onboard, runEnded, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf, writesIn } from '../support/state.js'
import { devServer } from '../support/temporal.js'

// Short enough for a test to wait out, long enough for a few retries.
const PATIENCE_MS = 4_000

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string

beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env, patienceMs: PATIENCE_MS })
  school = await makeSimSchool(stack, { pupils: 450, profile: 'secondary11to16' })
  id = await onboard(stack, school)
}, 120_000)

afterEach(async () => {
  await stack.sim('DELETE', '/_sim/faults')
})

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const fault = (faults: Record<string, unknown>) =>
  stack.sim('PUT', '/_sim/faults', { faults: [{ schoolId: school.id, ...faults }] })
const rename = async (surname: string) => {
  const { pupils } = await truthOf(stack, school)
  await stack.sim('POST', `/_sim/schools/${school.id}/events`, {
    events: [{ do: 'rename', misId: pupils[3].misId, surname }],
  })
}
const surnames = async () =>
  (await all(stack, 'application', `/v1/schools/${id}/pupils`)).map(({ items }) => items['pupil.name'].surname)

test.for([
  ['asks for patience', { kind: '429', retryAfter: 1, times: 2 }, 'Gorsewick'],
  ['fails for a moment', { kind: '500', times: 2 }, 'Harebellow'],
  ['cuts a body once', { kind: 'cutJson', path: '/students', times: 1 }, 'Ivywright'],
] as const)('reads to the end of the night from a source that %s', async ([, spell, surname]) => {
  await rename(surname)
  await fault(spell)
  expect(await sync(stack, id)).toMatchObject({ state: 'applied', counts: { pupil: { changed: 1 } } })
  expect(await surnames()).toContain(surname)
})

test.for([
  ['is cut', { kind: 'cutJson', path: '/students' }, 'refused'],
  ['misses its last page', { kind: 'missingLastPage', path: '/students' }, 'refused'],
  ['repeats a page', { kind: 'repeatedPage', path: '/students' }, 'refused'],
  ['is empty', { kind: 'emptySchool' }, 'refused'],
  ['announces more and gives no address', { kind: 'moreWithoutNext', path: '/students' }, 'refused'],
  ['goes on at another host', { kind: 'nextOnOtherHost', path: '/students' }, 'refused'],
  ['is a page of HTML', { kind: 'htmlWith200' }, 'failed'],
  ['hangs', { kind: 'hang', path: '/students' }, 'failed'],
] as const)('applies nothing of a read that %s', async ([, spell, state]) => {
  await rename(`Nobody${state}`)
  await fault(spell)
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  expect(result.state).toBe(state)
  expect(result.reason).toMatch(/^[A-Z].*\.$/)
  expect(writes).toEqual({})
})

test('applies nothing of another school, and asks somebody to look [R46]', async () => {
  await fault({ kind: 'otherSchool' })
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  expect(result.state).toBe('refused')
  expect(writes).toEqual({})
  expect((await stack.call('operator', 'GET', `/v1/schools/${id}`)).body).toMatchObject({
    phase: 'paused',
    needsAttention: 'WrongSchool',
  })
  await stack.sim('DELETE', '/_sim/faults')
  await resume()
})

test('pauses a school whose source refuses us, and goes on when it is resumed', async () => {
  await fault({ kind: '401' })
  expect((await sync(stack, id)).state).toBe('refused')
  const refused = (await stack.call('operator', 'GET', `/v1/schools/${id}`)).body
  expect(refused).toMatchObject({ phase: 'paused', needsAttention: 'SourceRefused', nextSyncAt: null })
  expect((await stack.call('operator', 'POST', `/v1/schools/${id}/syncs`)).status).toBe(409)
  await stack.sim('DELETE', '/_sim/faults')
  await resume()
  expect((await stack.call('operator', 'GET', `/v1/schools/${id}`)).body).toMatchObject({
    phase: 'active',
    needsAttention: null,
  })
})

test('stops a request in flight when the school is paused, and calls the source no more [R05]', async () => {
  await fault({ kind: 'slowBody', path: '/students', ms: 30_000 })
  const { body } = await stack.call('operator', 'POST', `/v1/schools/${id}/syncs`)
  await untilAsked('/students')
  expect((await stack.call('school', 'POST', `/v1/schools/${id}/pause`)).status).toBe(200)
  const paused = Date.now()
  expect(await runEnded(stack, id, body.runId)).toMatchObject({ state: 'refused' })
  // One heartbeat of two seconds, and what it takes to close the run.
  expect(Date.now() - paused).toBeLessThan(6_000)
  await stack.sim('DELETE', '/_sim/requests')
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect((await stack.sim('GET', '/_sim/requests')).body.data).toEqual([])
  await stack.sim('DELETE', '/_sim/faults')
  await resume()
})

test('drops an item that is withdrawn between two pages of a read, from the pages before and after it [R04]', async () => {
  const wide = (await stack.call('school', 'GET', `/v1/schools/${id}/grant`)).body.items
  const narrow = wide.filter((item: string) => item !== 'pupil.gender')
  const refusedBefore = (await sync(stack, id)).counts.pupil.refusedItems
  await fault({ kind: 'slowBody', path: '/students.*cursor=(?!true)', ms: 1_500, times: 1 })
  const { body } = await stack.call('operator', 'POST', `/v1/schools/${id}/syncs`)
  await untilAsked('/students')
  expect((await stack.call('school', 'PUT', `/v1/schools/${id}/grant`, { items: narrow })).status).toBe(200)
  const run = await runEnded(stack, id, body.runId)
  // One gender more a pupil, whichever page it came with.
  expect(run).toMatchObject({ state: 'applied', counts: { pupil: { changed: 450 } } })
  expect(run.counts.pupil.refusedItems).toBe(refusedBefore + 450)
  // What was applied is what the next read finds: the item was taken out on the way in, not only afterwards.
  expect((await sync(stack, id)).state).toBe('nothingToDo')
  expect((await stack.call('school', 'PUT', `/v1/schools/${id}/grant`, { items: wide })).status).toBe(200)
})

test('answers the open run to whoever asks for another, and runs one [R54]', async () => {
  const asked = await Promise.all(
    Array.from({ length: 8 }, () => stack.call('operator', 'POST', `/v1/schools/${id}/syncs`)),
  )
  const runs = new Set(asked.map(({ body }) => body.runId))
  for (const run of runs) await runEnded(stack, id, run)
  const listed = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs?limit=500`)).body.data
  expect(asked.every(({ status }) => status === 202)).toBe(true)
  expect(listed.filter(({ id: run }: { id: string }) => runs.has(run))).toHaveLength(runs.size)
  expect(runs.size).toBe(1)
})

async function resume(): Promise<void> {
  expect((await stack.call('operator', 'POST', `/v1/schools/${id}/resume`)).status).toBe(200)
  const [run] = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs?limit=1`)).body.data
  expect(await runEnded(stack, id, run.id)).toMatchObject({ trigger: 'resume' })
}

async function untilAsked(path: string): Promise<void> {
  await stack.sim('DELETE', '/_sim/requests')
  for (;;) {
    const { body } = await stack.sim('GET', '/_sim/requests')
    if (body.data.some((request: { path: string }) => request.path.includes(path))) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
