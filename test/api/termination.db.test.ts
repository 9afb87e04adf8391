import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePrincipal } from '../../db/control/principal.js'
import { problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'

let api: ApiUnderTest
let second: string

beforeAll(async () => {
  api = await startApi()
  second = await makePrincipal(api.deps.control, 'second-operator', 'operator')
})
afterAll(() => api?.stop())

const HOUR = 3_600_000
const from = (ms: number) => new Date(Date.now() + ms).toISOString()

async function accepted(): Promise<string> {
  const id = await api.register()
  await api.provision(id)
  await api.accept(id)
  return id
}
const path = (id: string, tail = '') => `/v1/schools/${id}/termination${tail}`
const ask = (id: string, role: 'head' | 'operator', more: Record<string, unknown> = {}) =>
  api.call(role, 'POST', path(id), { instructedBy: { name: 'The Head', role: 'head' }, ...more })
const phase = async (id: string) => (await api.call('head', 'GET', `/v1/schools/${id}`)).body.phase
const stepsOf = (body: { steps: { step: string }[] }) => body.steps.map(({ step }) => step)

test('a head’s word stands by itself: access is cut in the same transaction, every read and run refused [R44][R16]', async () => {
  const id = await accepted()
  const answer = await ask(id, 'head')
  expect([answer.status, answer.body.state, answer.body.needsConfirmation]).toEqual([202, 'coolingOff', false])
  expect(stepsOf(answer.body)).toEqual(['instructed', 'accessCut'])
  expect(await phase(id)).toBe('ending')
  for (const read of ['pupils', 'staff', 'groups', 'changes'])
    for (const role of ['school', 'head', 'application'] as const)
      expect((await api.call(role, 'GET', `/v1/schools/${id}/${read}`)).status, read).toBe(409)
  for (const act of ['syncs', 'pause', 'resume'])
    expect((await api.call('head', 'POST', `/v1/schools/${id}/${act}`)).status, act).toBe(409)
  expect((await api.call('head', 'PUT', `/v1/schools/${id}/grant`, { items: [] })).status).toBe(409)
  expect(api.rung).toContain(`end/${id}`)
})

test('where data is to be returned the head alone goes on reading it until keys go [R44]', async () => {
  const id = await accepted()
  await ask(id, 'head', { return: true })
  const read = (role: 'school' | 'head' | 'application') => api.call(role, 'GET', `/v1/schools/${id}/pupils`)
  expect([(await read('head')).status, (await read('school')).status, (await read('application')).status]).toEqual([
    200, 409, 409,
  ])
  await api.deps.control.updateTable('termination').set({ keys_go_at: new Date() }).execute()
  expect((await read('head')).status).toBe(409)
})

test('what the vendor’s staff enter cuts nothing until a second of them confirms it, who is another caller [R62 open]', async () => {
  const id = await accepted()
  const asked = await ask(id, 'operator')
  expect([asked.status, asked.body.state, asked.body.eraseAt]).toEqual([202, 'unconfirmed', null])
  expect((await api.call('head', 'GET', `/v1/schools/${id}/pupils`)).status).toBe(200)
  const same = await api.call('operator', 'POST', path(id, '/confirmation'))
  expect([same.status, problemOf(same).detail]).toEqual([409, expect.stringContaining('Somebody else')])
  const headers = { authorization: `Bearer ${second}` }
  const confirmed = await api.send('POST', path(id, '/confirmation'), { headers })
  expect([confirmed.status, confirmed.body.state]).toEqual([202, 'coolingOff'])
  expect(stepsOf(confirmed.body)).toEqual(['instructed', 'confirmed', 'accessCut'])
  expect((await api.call('head', 'GET', `/v1/schools/${id}/pupils`)).status).toBe(409)
  expect((await api.send('POST', path(id, '/confirmation'), { headers })).status).toBe(409)
  expect(confirmed.body.deadline).toBe(asked.body.deadline)
})

test('an end on a date leaves everything as it is until then, and can be taken back', async () => {
  const id = await accepted()
  const planned = await ask(id, 'head', { effectiveAt: from(48 * HOUR) })
  expect([planned.body.state, await phase(id)]).toEqual(['planned', 'onboarding'])
  expect((await api.call('head', 'GET', `/v1/schools/${id}/pupils`)).status).toBe(200)
  expect((await ask(id, 'head')).status).toBe(409)
  const back = await api.call('operator', 'DELETE', path(id))
  expect([back.status, back.body.state]).toEqual([200, 'takenBack'])
  expect((await api.call('head', 'DELETE', path(id))).status).toBe(409)
  expect((await ask(id, 'head')).status).toBe(202)
})

test('a contract that ran out is over from that midnight on, whoever has or has not acted', async () => {
  const id = await accepted()
  const contract = JSON.stringify({ startsOn: '2025-09-01', endsOn: '2026-08-31' })
  await api.deps.control.updateTable('school').set({ contract }).where('id', '=', id).execute()
  expect((await api.call('application', 'GET', `/v1/schools/${id}/pupils`)).status).toBe(409)
})

test('records every step as an instruction of who took it [R11]', async () => {
  const id = await accepted()
  await ask(id, 'operator')
  await api.call('head', 'POST', path(id, '/confirmation'))
  await api.call('head', 'DELETE', path(id))
  const acts = await api.deps.control
    .selectFrom('audit')
    .select(['act', 'given_by'])
    .where('school_id', '=', id)
    .orderBy('seq')
    .execute()
  expect(acts.slice(-3)).toEqual([
    { act: 'terminate', given_by: 'operator' },
    { act: 'confirmTermination', given_by: 'head' },
    { act: 'takeBackTermination', given_by: 'head' },
  ])
})

test.for([
  ['a past end without a reason', { effectiveAt: from(-HOUR) }, 'body/reason'],
  ['a word that was heard tomorrow', { receivedAt: from(24 * HOUR) }, 'body/receivedAt'],
  ['nobody who asked', { instructedBy: '' }, 'body/instructedBy'],
  ['a date that is none', { effectiveAt: '2026-02-30T00:00:00Z' }, 'body/effectiveAt'],
] as const)('refuses %s with the reason, and changes nothing', async ([, body, at]) => {
  const id = await accepted()
  const answer = await ask(id, 'head', body)
  expect([answer.status, problemOf(answer).errors[0].path]).toEqual([422, at])
  expect((await api.call('head', 'GET', path(id))).status).toBe(404)
})

test('ends nothing that was never begun: without an acceptance there is nothing to end', async () => {
  const id = await api.register()
  expect((await ask(id, 'head')).status).toBe(409)
})
