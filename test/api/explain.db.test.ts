import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tidySchool } from '../../activities/watch/tidy-school.js'
import { connect } from '../../db/connect.js'
import { findSchool } from '../../db/control/school.js'
import { findExplanation, keepAnswer, openUnanswered } from '../../db/school/explain/explanation.js'
import { lookAtSchool } from '../../db/school/watch/look.js'
import type { KeyringDatabase } from '../../vault/keyring/database.js'
import type { buildDependencies } from '../../workers/dependencies.js'
import { everyRow } from '../support/every-row.js'
import { problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'

const CANARY = 'zz4711Canary'
const HOUR_MS = 3_600_000

let now = new Date('2026-11-10T12:00:00Z')
let api: ApiUnderTest
let built: Awaited<ReturnType<typeof buildDependencies>>
let keyring: ReturnType<typeof connect<KeyringDatabase>>
let school: string
beforeAll(async () => {
  api = await startApi((deps) => {
    built = deps
    return { clock: () => now }
  })
  keyring = connect<KeyringDatabase>(api.keyringUrl)
  school = await accepted()
})
afterAll(async () => {
  await keyring?.destroy()
  await api?.stop()
})

async function accepted(): Promise<string> {
  const id = await api.register()
  await api.provision(id)
  await api.accept(id)
  return id
}
const ask = (of: string, body: unknown, headers?: Record<string, string>) =>
  api.call('head', 'POST', `/v1/schools/${of}/explain`, body, headers)
const look = (of: string, id: string) => api.call('school', 'GET', `/v1/schools/${of}/explain/${id}`)
const rowsOf = async (of: string) => (await built.schools.open(of)).db.selectFrom('explanation').selectAll().execute()
const keysOf = (of: string) =>
  keyring.selectFrom('key').selectAll().where('school_id', '=', of).where('part', '=', 'explanation').execute()
const answer = { reason: 'left', dates: [{ what: 'until', date: '2026-11-06' }], subjectId: null }

describe('a question about somebody', () => {
  test('lies sealed in the school’s own database, is rung for, and waits', async () => {
    const asked = await ask(school, { sourceId: CANARY })
    expect([asked.status, api.rung.at(-1)]).toEqual([202, school])
    expect((await look(school, asked.body.id)).body).toEqual({
      id: asked.body.id,
      state: 'waiting',
      askedAt: now.toISOString(),
      goneAt: new Date(now.getTime() + HOUR_MS).toISOString(),
      reason: null,
      words: null,
      dates: [],
      subjectId: null,
    })
    expect(await openUnanswered(built, school)).toEqual([{ id: asked.body.id, asked: JSON.stringify({ kind: 'pupil', id: CANARY }) }]) // prettier-ignore
    for (const row of await rowsOf(school)) expect(row.asked.includes(CANARY)).toBe(false)
    expect((await findSchool(built.control, school))?.explain_at).toEqual(now)
  })

  test('is in no row of control, whatever came of asking it', async () => {
    await ask(school, { sourceId: CANARY }, { 'idempotency-key': randomUUID() })
    await ask(school, { sourceId: CANARY, kind: 'nobody' }, { 'idempotency-key': randomUUID() })
    const everything = await everyRow(built.control)
    expect(everything).toContain(school)
    expect(everything).not.toContain(CANARY)
    const acts = await built.control.selectFrom('instruction').select('act').where('school_id', '=', school).execute()
    expect(acts.filter(({ act }) => act === 'explain')).toHaveLength(2)
  })

  test('is answered in a sentence with its dates, and asked once under one Idempotency-Key', async () => {
    const of = await accepted()
    const key = { 'idempotency-key': randomUUID() }
    const { body } = await ask(of, { sourceId: CANARY, kind: 'staff' }, key)
    const again = await ask(of, { sourceId: CANARY, kind: 'staff' }, key)
    expect([again.status, again.body, await rowsOf(of)]).toEqual([202, body, [expect.anything()]])
    await keepAnswer(built, of, { id: body.id, answer: JSON.stringify(answer) })
    expect((await look(of, body.id)).body).toMatchObject({
      state: 'answered',
      reason: 'left',
      words: expect.stringMatching(/^Left: the last day was `until`/),
      dates: answer.dates,
    })
    for (const { answer: sealed } of await rowsOf(of)) expect(sealed?.includes('left')).toBe(false)
  })

  test('is gone an hour later for whoever looks, and its key and row with the next upkeep', async () => {
    const of = await accepted()
    const { body } = await ask(of, { sourceId: CANARY })
    await keepAnswer(built, of, { id: body.id, answer: JSON.stringify(answer) })
    const asked = now
    now = new Date(asked.getTime() + HOUR_MS - 1)
    const before = await look(of, body.id)
    now = new Date(asked.getTime() + HOUR_MS)
    expect([before.status, (await look(of, body.id)).status]).toEqual([200, 404])
    expect([(await rowsOf(of)).length, (await keysOf(of)).length]).toEqual([1, 1])
    await tidySchool(built, (await findSchool(built.control, of))!, now)
    expect([await rowsOf(of), await keysOf(of)]).toEqual([[], []])
  })

  test('that the upkeep left behind for two days is found by the independent eye [R17]', async () => {
    const of = await accepted()
    await ask(of, { sourceId: CANARY })
    const { db } = await built.schools.open(of)
    const seen = async (hours: number) =>
      (await lookAtSchool(db, { at: new Date(now.getTime() + hours * HOUR_MS), lastWholeRead: null, limit: 9 }))
        .keptTooLong
    expect([await seen(47), await seen(49)]).toEqual([0, 1])
  })

  test('whose key is lost goes, for nobody can answer it', async () => {
    const of = await accepted()
    const { body } = await ask(of, { sourceId: CANARY })
    await built.keyring.destroySubjects(of, [body.id])
    expect([await openUnanswered(built, of), await rowsOf(of)]).toEqual([[], []])
  })

  test('of another school is nobody’s to see', async () => {
    const { body } = await ask(school, { sourceId: CANARY })
    expect(await findExplanation(built, await accepted(), { id: body.id, at: now })).toBeUndefined()
  })
})

describe('a question that cannot be asked', () => {
  test.for<[string, unknown, string, string]>([
    ['without an id', {}, 'body/sourceId', 'invalid_type'],
    ['with an empty one', { sourceId: '  ' }, 'body/sourceId', 'too_small'],
    ['with a long one', { sourceId: CANARY.repeat(9) }, 'body/sourceId', 'too_big'],
    ['with a line break in it', { sourceId: `${CANARY}\n1` }, 'body/sourceId', 'invalid_format'],
    ['about another kind', { sourceId: CANARY, kind: 'parent' }, 'body/kind', 'invalid_value'],
    ['with more than it takes', { sourceId: 'A1', [CANARY]: 1 }, 'body', 'unrecognized_keys'],
  ])('%s answers 422 without what was sent', async ([, body, path, code]) => {
    const refused = await ask(school, body)
    expect([refused.status, problemOf(refused).errors]).toEqual([422, [expect.objectContaining({ path, code })]])
    expect(refused.text).not.toContain(CANARY)
  })

  test('before the agreement is accepted, or there is a database, answers 409 and keeps nothing', async () => {
    const registered = await api.register()
    await api.provision(registered)
    const unprovisioned = await api.register()
    await api.accept(unprovisioned)
    for (const of of [registered, unprovisioned]) expect((await ask(of, { sourceId: CANARY })).status).toBe(409)
    expect([await rowsOf(registered), await keysOf(registered), await keysOf(unprovisioned)]).toEqual([[], [], []])
  })

  test('of a school that is ending answers 409; of one that is paused it is asked', async () => {
    const ending = await accepted()
    const paused = await accepted()
    await api.call('head', 'POST', `/v1/schools/${ending}/termination`, { instructedBy: 'The head' })
    await api.call('head', 'POST', `/v1/schools/${paused}/pause`)
    expect([(await ask(ending, { sourceId: CANARY })).status, (await ask(paused, { sourceId: CANARY })).status]).toEqual([409, 202]) // prettier-ignore
  })

  test('after sixty within the hour answers 409', async () => {
    const of = await accepted()
    const { db } = await built.schools.open(of)
    const some = Array.from({ length: 60 }, () => ({ id: randomUUID(), asked_at: now, asked: Buffer.of(1), answer: null })) // prettier-ignore
    await db.insertInto('explanation').values(some.slice(1)).execute()
    expect((await ask(of, { sourceId: CANARY })).status).toBe(202)
    expect((await ask(of, { sourceId: CANARY })).status).toBe(409)
  })

  test('by an id of another form is nobody’s', async () => {
    for (const id of ['nothing', CANARY, randomUUID()]) expect((await look(school, id)).status).toBe(404)
  })
})
