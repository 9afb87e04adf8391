import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Keyring } from '../../vault/keyring/keyring.js'
import { acceptance, newSchool, problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest, Caller } from './api-under-test.js'

const HOUR_MS = 3_600_000

let api: ApiUnderTest
let now: Date
/** What happens while the keys of a new school are made: here a test holds a registration up, or breaks it. */
let meanwhile: () => Promise<void> = async () => undefined

beforeAll(async () => {
  // The keyring is the real one; its one method that registering waits for first can be made to wait, or to fail.
  const slowed = (keyring: Keyring): Keyring => ({
    ...keyring,
    makeSchoolKeys: async (school) => {
      if (school !== 'platform') await meanwhile()
      await keyring.makeSchoolKeys(school)
    },
  })
  api = await startApi((built) => ({ clock: () => now, keyring: slowed(built.keyring) }))
})
beforeEach(() => {
  now = new Date('2026-09-01T12:00:00Z')
  meanwhile = async () => undefined
})
afterAll(() => api?.stop())

const schoolCount = async () => (await api.deps.control.selectFrom('school').select('id').execute()).length
const registering = (key: string, body: unknown = newSchool(), caller: Caller = 'operator') =>
  api.call(caller, 'POST', '/v1/schools', body, { 'idempotency-key': key })

describe('the same key', () => {
  test('and body makes one school and gives the same answer, marked as given before', async () => {
    const [key, before] = [randomUUID(), await schoolCount()]
    const first = await registering(key)
    const again = await registering(key)
    expect([again.status, again.body]).toEqual([201, first.body])
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ])
    expect(await schoolCount()).toBe(before + 1)
    expect(api.rung.filter((school) => school === first.body.id)).toHaveLength(1)
  })

  test('and the same body written in another order is the same request', async () => {
    const key = randomUUID()
    const first = await registering(key)
    const reordered = Object.fromEntries(Object.entries(newSchool()).reverse())
    expect((await registering(key, reordered)).body).toEqual(first.body)
  })

  test.for([
    ['another name', newSchool({ name: 'Another School' })],
    ['another token of the source', newSchool({ source: { ...newSchool().source, token: 'another' } })],
    ['one field more', newSchool({ phase: 'primary' })],
  ])('and another body, with %s, answers 422 and makes nothing', async ([, body]) => {
    const key = randomUUID()
    await registering(key)
    const before = await schoolCount()
    const answer = await registering(key, body)
    expect([answer.status, problemOf(answer).type]).toEqual([422, 'urn:termkeeper:problem:key-reused'])
    expect(await schoolCount()).toBe(before)
  })

  test('at another school is another request, and answers 422', async () => {
    const [key, one, other] = [randomUUID(), await api.register(), await api.register()]
    const pause = (school: string) =>
      api.call('operator', 'POST', `/v1/schools/${school}/pause`, undefined, { 'idempotency-key': key })
    expect((await pause(one)).status).toBe(200)
    expect((await pause(other)).status).toBe(422)
    expect((await api.call('operator', 'GET', `/v1/schools/${other}`)).body.phase).toBe('onboarding')
  })

  test('of somebody else, or at another route, is another key', async () => {
    const [key, school] = [randomUUID(), await api.register()]
    const path = `/v1/schools/${school}`
    const asked = (caller: Caller, act: string) =>
      api.call(caller, 'POST', `${path}/${act}`, undefined, { 'idempotency-key': key })
    expect((await asked('operator', 'pause')).status).toBe(200)
    expect((await asked('head', 'pause')).status).toBe(409)
    expect((await asked('operator', 'resume')).status).toBe(200)
  })

  test('while the first is running answers 409, and afterwards what the first answered', async () => {
    const [key, before] = [randomUUID(), await schoolCount()]
    const running = new Promise<void>((begun) => {
      meanwhile = async () => {
        meanwhile = async () => undefined
        const second = await registering(key)
        expect([second.status, problemOf(second).type]).toEqual([409, 'urn:termkeeper:problem:request-running'])
        begun()
      }
    })
    const first = await registering(key)
    await running
    expect(first.status).toBe(201)
    expect((await registering(key)).body).toEqual(first.body)
    expect(await schoolCount()).toBe(before + 1)
  })

  test('twenty times at once makes one school', async () => {
    const [key, before] = [randomUUID(), await schoolCount()]
    const answers = await Promise.all(Array.from({ length: 20 }, () => registering(key)))
    const made = answers.filter(({ status }) => status === 201)
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([])
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1)
    expect(await schoolCount()).toBe(before + 1)
  })
})

describe('a key whose request did not succeed', () => {
  test('is free again after a failure on our side: the retry is carried out', async () => {
    const [key, before] = [randomUUID(), await schoolCount()]
    meanwhile = async () => {
      throw new Error('the keyring is away')
    }
    expect((await registering(key)).status).toBe(500)
    meanwhile = async () => undefined
    expect((await registering(key)).status).toBe(201)
    expect(await schoolCount()).toBe(before + 1)
  })

  test('is not used up by a body that is refused before anything happens', async () => {
    const key = randomUUID()
    expect((await registering(key, newSchool({ name: '' }))).status).toBe(422)
    expect((await registering(key, newSchool(), 'head')).status).toBe(403)
    expect((await registering(key)).status).toBe(201)
  })

  test('replays a refusal as the problem that it was', async () => {
    const [key, school] = [randomUUID(), await api.register()]
    const sync = () =>
      api.call('operator', 'POST', `/v1/schools/${school}/syncs`, undefined, { 'idempotency-key': key })
    const first = await sync()
    await api.accept(school)
    const again = await sync()
    expect([again.status, again.body, problemOf(again)]).toEqual([409, first.body, problemOf(first)])
  })

  test('is free again a minute after its process died in the middle of it', async () => {
    const key = randomUUID()
    await registering(key)
    await api.deps.control.updateTable('request_key').set({ status: null, answer: null }).execute()
    expect((await registering(key)).status).toBe(409)
    now = new Date(now.getTime() + 61_000)
    expect((await registering(key)).status).toBe(201)
  })
})

test('a key is kept for a day', async () => {
  const key = randomUUID()
  const first = await registering(key)
  now = new Date(now.getTime() + 23 * HOUR_MS)
  expect((await registering(key)).body.id).toBe(first.body.id)
  now = new Date(now.getTime() + 2 * HOUR_MS)
  expect((await registering(key)).body.id).not.toBe(first.body.id)
})

test('a key has 1 to 255 characters', async () => {
  for (const key of ['', 'k'.repeat(256)]) expect((await registering(key)).status).toBe(400)
  expect((await registering('k'.repeat(255))).status).toBe(201)
})

test('every POST takes a key: each replays what it answered first', async () => {
  const school = await api.register()
  const acts: readonly (readonly [Caller, string, unknown?])[] = [
    ['head', 'acceptance', acceptance()],
    ['school', 'syncs'],
    ['school', 'pause'],
    ['school', 'resume'],
  ]
  for (const [caller, act, body] of acts) {
    const send = () =>
      api.call(caller, 'POST', `/v1/schools/${school}/${act}`, body, { 'idempotency-key': `one-${act}` })
    const first = await send()
    const again = await send()
    expect([first.status < 300, again.status, again.body]).toEqual([true, first.status, first.body])
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  }
  const kept = await api.deps.control
    .selectFrom('instruction')
    .select('act')
    .where('school_id', '=', school)
    .orderBy('number')
    .execute()
  expect(kept.map(({ act }) => act)).toEqual(['register', 'accept', 'sync', 'pause', 'resume'])
})

test('what is kept for replaying says neither the key, nor the body’s secret, nor the name of a person', async () => {
  const [key, school] = [randomUUID(), await api.register()]
  await registering(key)
  await api.call('head', 'POST', `/v1/schools/${school}/acceptance`, acceptance(), { 'idempotency-key': key })
  const kept = JSON.stringify(await api.deps.control.selectFrom('request_key').selectAll().execute())
  for (const said of [key, 'a-token-of-the-source', 'Head Teacher', 'head@school.test'])
    expect(kept).not.toContain(said)
})
