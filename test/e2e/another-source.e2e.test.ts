import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { everybodyOf, lastTold, toldSince } from '../support/everybody.js'
import { all, makeSimSchool, onboard, runEnded, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { writesIn } from '../support/state.js'
import { devServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string
beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
  school = await makeSimSchool(stack, { pupils: 80, profile: 'secondary11to16', seed: 'another source' })
  id = await onboard(stack, school)
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const sources = {
  wonde: ({ credentials: { wonde } }: SimSchool) => ({ schoolId: wonde.schoolId, token: wonde.token }),
  xporter: ({ credentials: { xporter } }: SimSchool) => {
    const { schoolId, relyingParty, schoolSecret } = xporter
    return { schoolId, relyingParty, schoolSecret }
  },
}
const put = (connector: keyof typeof sources, of: SimSchool, more: object = {}) =>
  stack.call('operator', 'PUT', `/v1/schools/${id}/source`, {
    connector,
    baseUrl: stack.simulator,
    ...sources[connector](of),
    ...more,
  })
const stands = async () => (await stack.call('operator', 'GET', `/v1/schools/${id}`)).body
const asked = async () => {
  const { body } = await stack.sim('GET', `/_sim/requests?schoolId=${school.id}`)
  await stack.sim('DELETE', '/_sim/requests')
  return body.data.map(({ path }: { path: string }) => path) as string[]
}

test('a school that moves to another connector keeps everybody, and all that was said of them', async () => {
  const path = `/v1/schools/${id}`
  const [withdrawn, leaver, stayed] = (await all(stack, 'head', `${path}/pupils`))
    .filter(({ items }) => items['pupil.upn'] !== null && items['pupil.leavingDate'] === null)
    .map((pupil) => pupil.id)
  await stack.call('head', 'POST', `${path}/withdrawals`, { pupilId: withdrawn, item: 'pupil.gender' })
  await stack.call('head', 'POST', `${path}/leavers`, { pupilId: leaver })
  const reviewBy = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  await stack.call('head', 'POST', `${path}/pupils/${stayed}/stay`, { kind: 'legal', reviewBy })
  await sync(stack, id)
  await stack.atRest(id)
  const [before, told] = [await everybodyOf(stack, id), await lastTold(stack, id)]

  expect(await put('xporter', school)).toMatchObject({
    status: 200,
    body: { phase: 'active', source: { connector: 'xporter', verifiedAt: null } },
  })
  await asked()
  const run = await sync(stack, id)
  expect((await asked()).filter((one) => one.startsWith('/v1.0/'))).toEqual([])
  await stack.atRest(id)
  expect(run).toMatchObject({
    state: 'applied',
    counts: { pupil: { added: 0, removed: 0 }, staff: { added: 0, removed: 0 } },
  })
  expect(run.completeness.rekeyed.pupil).toBeGreaterThan(70)
  const { names, upns, states, timers, keys, stays, hidden } = await everybodyOf(stack, id)
  expect({ names, upns, states, timers, keys, stays, hidden }).toEqual(
    (({ groups: _, places: _places, questions: _questions, tombstones: _tombstones, ...same }) => same)(before),
  )
  const feed = await toldSince(stack, id, told)
  expect(Object.keys(feed).filter((one) => /^(pupil|staff) (?!changed)/.test(one))).toEqual([])
  expect(await stands()).toMatchObject({ needsAttention: null, source: { verifiedAt: expect.any(String) } })
  const quiet = await writesIn(stack, id, () => sync(stack, id))
  expect([quiet.result.state, quiet.writes]).toEqual(['nothingToDo', {}])
}, 60_000)

test('a secret that is renewed takes hold with the next read, without a pause and without a missed night', async () => {
  await stack.sim('PUT', `/_sim/schools/${school.id}/habits`, { secret: 'renewed' })
  const { body } = await stack.sim('GET', `/_sim/schools/${school.id}`)
  const { verifiedAt } = (await stands()).source
  const rotated = await put('xporter', body.data)
  expect(rotated).toMatchObject({ status: 200, body: { phase: 'active', source: { verifiedAt } } })
  expect(JSON.stringify(rotated.body)).not.toContain(body.data.credentials.xporter.schoolSecret)
  expect(await sync(stack, id)).toMatchObject({ state: 'nothingToDo', reason: null })
  expect(await stands()).toMatchObject({ phase: 'active', needsAttention: null })
})

test('a school that was paused because its source refused it goes on with the new secret once it is resumed', async () => {
  await put('wonde', school, { token: 'a-token-that-is-no-good' })
  expect((await sync(stack, id)).state).toBe('refused')
  expect(await stands()).toMatchObject({ phase: 'paused', needsAttention: 'SourceRefused' })
  expect(await put('wonde', school)).toMatchObject({ status: 200, body: { phase: 'paused' } })
  expect((await stack.call('operator', 'POST', `/v1/schools/${id}/resume`)).status).toBe(200)
  const [run] = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs?limit=1`)).body.data
  expect(await runEnded(stack, id, run.id)).toMatchObject({ trigger: 'resume', state: 'applied' })
  expect(await stands()).toMatchObject({ phase: 'active', source: { connector: 'wonde' } })
})

test('writes nothing of a new source that says it is another establishment, and goes on when it is put right [R46]', async () => {
  const other = await makeSimSchool(stack, { pupils: 60 })
  await put('wonde', other)
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  expect([result.state, result.reason, writes]).toEqual(['refused', expect.stringContaining('another school'), {}])
  await put('wonde', school)
  expect((await stack.call('operator', 'POST', `/v1/schools/${id}/resume`)).status).toBe(200)
  const [run] = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs?limit=1`)).body.data
  expect((await runEnded(stack, id, run.id)).state).toBe('nothingToDo')
})
