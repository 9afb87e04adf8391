import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepAspects } from '../../db/control/aspect.js'
import { sealPart } from '../../db/school/parts/part-document.js'
import { problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'
import { fillSchool } from './filled-school.js'
import type { FilledSchool } from './filled-school.js'

let api: ApiUnderTest
let at: FilledSchool
let pupil: string

beforeAll(async () => {
  api = await startApi()
  at = await fillSchool(api)
  pupil = at.ids.pupils[0] ?? ''
  for (const aspect of ['A1', 'A2', 'A3']) await hold(aspect)
  await keepAspects(api.deps.control, at.school, [
    { ref: 'A1', name: 'Reading' },
    { ref: 'A3', name: 'Writing' },
  ])
  await grant('pupil.name', 'pupil.assessments:A1', 'pupil.assessments:A2')
})
afterAll(() => api?.stop())

const grant = (...items: string[]) => api.call('school', 'PUT', at.path('/grant'), { items })
const results = (query = '', role: 'application' | 'head' = 'application') =>
  api.call(role, 'GET', at.path(`/pupils/${pupil}/results${query}`))

async function hold(aspect: string): Promise<void> {
  const part = `results/${aspect}` as const
  const key = (await api.deps.keyring.makeSubjectKeys(at.school, [pupil], part)).get(pupil)
  if (!key) throw new Error('no key was made')
  const plain = JSON.stringify([['R1', 'Autumn 2026', '2026-12-10', `of ${aspect}`]])
  const row = {
    id: randomUUID(),
    subject_id: pupil,
    part,
    digest: randomBytes(32),
    run_id: 'run',
    updated_at: new Date(0),
  }
  await at.db
    .insertInto('part')
    .values({ ...row, sealed: sealPart(key, { subject: pupil, part }, plain) })
    .execute()
}

test('gives the aspects that are granted, by page or one alone, each with its name where the source tells it, and no other [R31]', async () => {
  const { body } = await results()
  const of = (id: string, name: string | null) => ({
    id: expect.any(String),
    aspect: { id, name },
    updatedAt: '1970-01-01T00:00:00.000Z',
    results: [{ resultSet: 'Autumn 2026', date: '2026-12-10', value: `of ${id}` }],
  })
  expect(body).toEqual({ data: [of('A1', 'Reading'), of('A2', null)], next: null })
  const first = (await results('?limit=1')).body
  expect(first.data).toEqual([body.data[0]])
  expect((await results(`?limit=1&after=${first.next}`)).body).toEqual({ data: [body.data[1]], next: null })
  expect((await results('?aspect=A2')).body.data).toEqual([body.data[1]])
  expect((await results('?aspect=A3')).body.data).toEqual([])
  expect(problemOf(await results('?after=nonsense')).status).toBe(400)
})

test('lists the aspects to choose among, and which of them are chosen, to the school alone', async () => {
  const { body } = await api.call('school', 'GET', at.path('/aspects'))
  expect(body).toEqual({
    data: [
      { id: 'A1', name: 'Reading', granted: true },
      { id: 'A3', name: 'Writing', granted: false },
    ],
    next: null,
  })
  const page = (await api.call('head', 'GET', at.path('/aspects?limit=1'))).body
  expect((await api.call('head', 'GET', at.path(`/aspects?limit=1&after=${page.next}`))).body.data).toEqual([
    body.data[1],
  ])
  expect((await api.call('application', 'GET', at.path('/aspects'))).status).toBe(403)
})

test('hides results with the pupil, and gives none where assessment is not granted', async () => {
  await at.hide(pupil)
  expect((await results()).status).toBe(404)
  expect((await results('', 'head')).body.data).toHaveLength(2)
  await at.hide(pupil, new Date('2999-01-01'))
  await grant('pupil.name')
  expect((await results()).status).toBe(404)
})
