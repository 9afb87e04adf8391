import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { acceptance, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'

const KEY = 'a-long-word-that-only-the-source-was-told'
let api: ApiUnderTest
let school: string
let named: string
let now = new Date('2026-11-24T12:00:00Z')

beforeAll(async () => {
  api = await startApi(() => ({ webhookKey: KEY, clock: () => now }))
})
afterAll(() => api?.stop())

beforeEach(async () => {
  now = new Date(now.getTime() + 86_400_000)
  school = await api.register()
  named = `A${now.getTime()}`
  await api.deps.control
    .updateTable('source_binding')
    .set({ external_id: named })
    .where('school_id', '=', school)
    .execute()
})

const active = async () => {
  await api.call('head', 'POST', `/v1/schools/${school}/acceptance`, acceptance())
  const ended = { state: 'applied', ended_at: now, started_at: new Date(now.getTime() - 3_600_000) } as const
  await api.deps.control.updateTable('run').set(ended).where('school_id', '=', school).execute()
  await api.deps.control
    .updateTable('school')
    .set({ phase: 'active', source_verified_at: now })
    .where('id', '=', school)
    .execute()
  api.rung.length = 0
}
const told = (body: unknown, key = KEY, connector = 'wonde') => api.send('POST', `/v1/webhooks/${connector}?key=${key}`, { body }) // prettier-ignore
const hints = async () =>
  (await api.call('operator', 'GET', `/v1/schools/${school}/syncs`)).body.data.filter(({ trigger }: { trigger: string }) => trigger === 'hint') // prettier-ignore

test('opens a run of the school that the source names, and rings', async () => {
  await active()
  const { status, body } = await told({ payload_type: 'schoolMigration', school_id: named, school_name: 'Anything' })
  expect([status, body]).toEqual([202, {}])
  expect(await hints()).toMatchObject([{ state: 'running', trigger: 'hint' }])
  expect(api.rung).toEqual([school])
})

test('opens one run in ten minutes, however often it is told', async () => {
  await active()
  for (const turn of [1, 2, 3]) expect((await told({ school_id: named, turn })).status).toBe(202)
  expect(await hints()).toHaveLength(1)
})

test('reads a form as well, which is how Xporter sends', async () => {
  await active()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ schoolId: named, schoolSecret: 'not-for-us' }).toString()
  expect((await api.send('POST', `/v1/webhooks/wonde?key=${KEY}`, { body, headers })).status).toBe(202)
  expect(await hints()).toHaveLength(1)
})

describe('answers the same, and does nothing', () => {
  test.for([
    ['of a school that is not ours', { school_id: 'A0' }],
    ['of no school', { payload_type: 'writeback' }],
  ] as const)('%s', async ([, body]) => {
    await active()
    expect(await told(body)).toMatchObject({ status: 202, body: {} })
    expect(await hints()).toEqual([])
  })

  test('of a school that waits for a person', async () => {
    expect((await told({ school_id: named })).status).toBe(202)
    await active()
    await api.call('operator', 'POST', `/v1/schools/${school}/pause`)
    expect((await told({ school_id: named })).status).toBe(202)
    expect(await hints()).toEqual([])
  })
})

test.for([
  ['without its key', '', 'wonde', 404],
  ['with another key', KEY.replace('a', 'b'), 'wonde', 404],
  ['of a connector that there is not', KEY, 'sims', 404],
] as const)('is nothing %s', async ([, key, connector, status]) => {
  await active()
  expect((await told({ school_id: named }, key, connector)).status).toBe(status)
  expect(await hints()).toEqual([])
})

test('is not there at all where no key is set', async () => {
  const bare = await startApi()
  try {
    expect((await bare.send('POST', `/v1/webhooks/wonde?key=${KEY}`, { body: { school_id: 'A0' } })).status).toBe(404)
  } finally {
    await bare.stop()
  }
})
