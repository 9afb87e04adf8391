import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acceptance, problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'

let api: ApiUnderTest
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

const at = (school: string, rest = '') => `/v1/schools/${school}${rest}`
const get = (school: string, rest = '') => api.call('operator', 'GET', at(school, rest))
const post = (school: string, act: string, body?: unknown) => api.call('head', 'POST', at(school, `/${act}`), body)
const runs = async (school: string) => (await get(school, '/syncs')).body.data

async function acceptedSchool(items?: readonly string[]): Promise<{ id: string; runId: string }> {
  const id = await api.register()
  return { id, runId: (await api.accept(id, items)).body.runId }
}

/** Ends the open run as the worker would, for what comes after. */
const endRun = (school: string) =>
  api.deps.control
    .updateTable('run')
    .set({ state: 'applied', ended_at: new Date() })
    .where('school_id', '=', school)
    .execute()

describe('before the acceptance', () => {
  test('nothing is synchronised, granted or read, and no run is opened [R19]', async () => {
    const id = await api.register()
    const refused = [
      await post(id, 'syncs'),
      await api.call('operator', 'POST', at(id, '/syncs')),
      await api.call('head', 'PUT', at(id, '/grant'), { items: [] }),
      await api.call('head', 'GET', at(id, '/grant')),
      await api.call('application', 'GET', at(id, '/pupils')),
      await api.call('application', 'GET', at(id, '/changes')),
      await api.call('application', 'POST', at(id, '/changes/ack'), { upToSeq: 0 }),
    ]
    for (const answer of refused)
      expect([answer.status, problemOf(answer).type]).toEqual([409, 'urn:termkeeper:problem:out-of-order'])
    expect(await runs(id)).toEqual([])
  })
})

describe('the acceptance', () => {
  test('grants the agreement’s defaults, opens the first run and rings [R19]', async () => {
    const id = await api.register()
    const rungBefore = api.rung.length
    const answer = await api.accept(id)
    expect(answer.status).toBe(201)
    const [agreed] = (await api.call('head', 'GET', '/v1/agreements/assessment-portal')).body.versions
    const defaults = agreed.items.filter((item: { default: string }) => item.default === 'granted')
    expect(answer.body.items).toEqual(defaults.map(({ code }: { code: string }) => code))
    expect((await get(id, '/grant')).body).toMatchObject({ version: 1, items: answer.body.items })
    expect((await get(id, `/syncs/${answer.body.runId}`)).body).toMatchObject({ trigger: 'first', state: 'running' })
    expect((await get(id)).body).toMatchObject({
      agreement: { acceptedVersion: 1 },
      lastRun: { id: answer.body.runId },
    })
    expect(api.rung.slice(rungBefore)).toEqual([id])
  })

  test('grants exactly what was ticked, down to nothing', async () => {
    for (const items of [['pupil.misId', 'pupil.ethnicity'], []]) {
      const { id } = await acceptedSchool(items)
      expect((await get(id, '/grant')).body.items).toEqual(items)
    }
  })

  test('is given once: a second answers 409 and changes nothing', async () => {
    const { id } = await acceptedSchool(['pupil.misId'])
    const again = await post(id, 'acceptance', acceptance())
    expect([again.status, problemOf(again).type]).toEqual([409, 'urn:termkeeper:problem:out-of-order'])
    expect((await get(id, '/grant')).body).toMatchObject({ version: 1, items: ['pupil.misId'] })
  })

  test('given ten times at once is given once', async () => {
    const id = await api.register()
    const statuses = (await Promise.all(Array.from({ length: 10 }, () => api.accept(id)))).map(({ status }) => status)
    expect(statuses.sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)])
    expect(await runs(id)).toHaveLength(1)
  })
})

describe('the grant', () => {
  test('is replaced whole, each change a new version; the same again is no change', async () => {
    const { id } = await acceptedSchool(['pupil.misId', 'pupil.name'])
    const put = (items: string[]) => api.call('school', 'PUT', at(id, '/grant'), { items })
    expect((await put(['pupil.misId'])).body).toMatchObject({ version: 2, items: ['pupil.misId'] })
    expect((await put(['pupil.misId'])).body).toMatchObject({ version: 2 })
    expect((await put(['pupil.name', 'pupil.misId'])).body).toMatchObject({ version: 3 })
    expect((await put(['pupil.misId', 'pupil.name'])).body).toMatchObject({ version: 3 })
    expect((await get(id, '/grant')).body).toMatchObject({ version: 3 })
  })

  test('refuses what the agreement does not speak of, a contact and a repetition, and stays as it was [R33]', async () => {
    const { id } = await acceptedSchool(['pupil.misId'])
    for (const items of [['pupil.lunch'], ['pupil.contacts'], ['pupil.misId', 'pupil.misId'], [''], ['__proto__']]) {
      const answer = await api.call('head', 'PUT', at(id, '/grant'), { items })
      expect([answer.status, problemOf(answer).errors[0].path]).toEqual([422, `body/items/${items.length - 1}`])
    }
    expect((await get(id, '/grant')).body).toMatchObject({ version: 1 })
  })
})

describe('starting a run', () => {
  test('answers an id that is readable at once, listed, newest first', async () => {
    const { id, runId: first } = await acceptedSchool()
    await endRun(id)
    const asked = await post(id, 'syncs')
    expect(asked.status).toBe(202)
    const run = await get(id, `/syncs/${asked.body.runId}`)
    expect([run.status, run.body]).toEqual([
      200,
      expect.objectContaining({ trigger: 'manual', state: 'running', endedAt: null }),
    ])
    expect((await runs(id)).map((one: { id: string }) => one.id)).toEqual([asked.body.runId, first])
  })

  test('while one is open answers that one’s id, to whoever asks and however many at once [R54]', async () => {
    const { id, runId } = await acceptedSchool()
    expect((await post(id, 'syncs')).body).toEqual({ runId })
    await endRun(id)
    const callers = ['operator', 'school', 'head', 'operator', 'school', 'head', 'operator', 'school'] as const
    const asked = await Promise.all(callers.map((caller) => api.call(caller, 'POST', at(id, '/syncs'))))
    expect(asked.map(({ status }) => status)).toEqual(callers.map(() => 202))
    expect(new Set(asked.map(({ body }) => body.runId)).size).toBe(1)
    expect(await runs(id)).toHaveLength(2)
  })

  test('of another school is not readable here', async () => {
    const [one, other] = [await acceptedSchool(), await acceptedSchool()]
    expect((await get(one.id, `/syncs/${other.runId}`)).status).toBe(404)
  })

  test('pages through runs with a cursor, every run once', async () => {
    const { id } = await acceptedSchool()
    for (let more = 0; more < 4; more += 1) {
      await endRun(id)
      await post(id, 'syncs')
    }
    const first = (await get(id, '/syncs?limit=2')).body
    const second = (await get(id, `/syncs?limit=2&after=${first.next}`)).body
    const last = (await get(id, `/syncs?limit=2&after=${second.next}`)).body
    const seen = [first, second, last].flatMap(({ data }) => data.map((run: { id: string }) => run.id))
    expect([new Set(seen).size, last.next]).toEqual([5, null])
  })
})

describe('pausing', () => {
  test('stops at once; a sync is refused, a second pause too, and nothing is opened [R05]', async () => {
    const { id } = await acceptedSchool()
    await endRun(id)
    expect((await post(id, 'pause')).body).toMatchObject({ phase: 'paused', nextSyncAt: null })
    for (const act of ['syncs', 'pause']) {
      const answer = await post(id, act)
      expect([answer.status, problemOf(answer).type]).toEqual([409, 'urn:termkeeper:problem:out-of-order'])
    }
    expect(await runs(id)).toHaveLength(1)
  })

  test('ends with a resume, which opens a run; resuming what is not paused answers 409 [R05]', async () => {
    const { id } = await acceptedSchool()
    expect((await post(id, 'resume')).status).toBe(409)
    await endRun(id)
    await post(id, 'pause')
    expect((await post(id, 'resume')).body).toMatchObject({
      phase: 'onboarding',
      lastRun: { trigger: 'resume', state: 'running' },
    })
    expect((await post(id, 'resume')).status).toBe(409)
  })

  test('asked ten times at once is one instruction', async () => {
    const { id } = await acceptedSchool()
    const statuses = (await Promise.all(Array.from({ length: 10 }, () => post(id, 'pause')))).map(
      ({ status }) => status,
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    const acts = await api.deps.control.selectFrom('instruction').select('act').where('school_id', '=', id).execute()
    expect(acts.filter(({ act }) => act === 'pause')).toHaveLength(1)
  })

  test('before the acceptance is possible, and does not open a run when it ends [R19]', async () => {
    const id = await api.register()
    expect((await post(id, 'pause')).status).toBe(200)
    expect((await post(id, 'resume')).status).toBe(200)
    expect(await runs(id)).toEqual([])
  })
})

test('every act names who gave it and in which role', async () => {
  const { id } = await acceptedSchool()
  await api.call('school', 'PUT', at(id, '/grant'), { items: [] })
  const acts = await api.deps.control
    .selectFrom('instruction')
    .selectAll()
    .where('school_id', '=', id)
    .orderBy('number')
    .execute()
  expect(acts.map(({ act, given_by, given_role }) => [act, given_by, given_role])).toEqual([
    ['register', 'operator', 'operator'],
    ['accept', 'head', 'head'],
    ['setGrant', 'school', 'school'],
  ])
})

test('an act is taken while Temporal is away: the ring fails, the answer does not', async () => {
  const away = await startApi(() => ({
    ring: () => Promise.reject(new Error('away')),
    temporalReady: async () => false,
  }))
  try {
    const id = await away.register()
    expect((await away.accept(id)).status).toBe(201)
    expect((await away.send('GET', '/health')).status).toBe(200)
    const ready = await away.send('GET', '/ready')
    expect([ready.status, problemOf(ready).type]).toEqual([503, 'urn:termkeeper:problem:not-ready'])
  } finally {
    await away.stop()
  }
})
