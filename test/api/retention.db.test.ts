import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sealFact } from '../../db/school/document.js'
import type { FactName } from '../../agreement/retention/known-person.js'
import { problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'
import { fillSchool } from './filled-school.js'
import type { FilledSchool } from './filled-school.js'

let api: ApiUnderTest
let at: FilledSchool
let pupil: string
let now: Date
beforeAll(async () => {
  api = await startApi(() => ({ clock: () => now }))
})
beforeEach(async () => {
  now = new Date('2026-11-24T12:00:00Z')
  at = await fillSchool(api)
  pupil = at.ids.pupils[0] ?? ''
})
afterAll(() => api?.stop())

async function learn(what: FactName, value: unknown, on: string): Promise<void> {
  const keys = await api.deps.keyring.makeSubjectKeys(at.school, [pupil], 'core')
  const key = keys.get(pupil)
  if (!key) throw new Error('The pupil has no key.')
  const sealed = sealFact(key, pupil, what, JSON.stringify(value))
  await at.db
    .insertInto('fact')
    .values({ subject_id: pupil, what, learned_at: new Date(on), sealed })
    .execute()
}
const retention = async (id = pupil) => (await api.call('school', 'GET', at.path(`/pupils/${id}/retention`))).body

describe('the dates of a pupil', () => {
  test('are none but the school’s question while the pupil is on roll and no year is known', async () => {
    await learn('spell', ['2020-09-01', null], '2026-09-02T02:00:00Z')
    const nothing = { dates: [], wins: null, state: 'none', asks: [], flags: ['stageDateUnknown'] }
    expect(await retention()).toEqual({ ...nothing, receipt: expect.stringMatching(/^[0-9a-f]{25}$/) })
  })

  test('come from a leaving date, with the fact that sets them', async () => {
    await learn('spell', ['2020-09-01', null], '2026-09-02T02:00:00Z')
    await learn('spell', ['2020-09-01', '2026-10-23'], '2026-10-01T02:00:00Z')
    expect(await retention()).toMatchObject({
      wins: 'leaver',
      state: 'waiting',
      leftFrom: '2026-10-23T23:00:00.000Z',
      dates: [{ rule: 'leaver', dueOn: '2027-04-23', fact: { what: 'leavingDate', date: '2026-10-23' } }],
    })
  })

  test('come from the first whole read without the pupil', async () => {
    await learn('spell', ['2020-09-01', null], '2026-09-02T02:00:00Z')
    await at.miss(pupil, new Date('2026-11-03T02:00:00Z'))
    expect(await retention()).toMatchObject({ dates: [{ dueOn: '2027-05-03', fact: { what: 'notice' } }] })
  })

  test('are taken back when the MIS takes the leaving date back [K24]', async () => {
    await learn('spell', ['2020-09-01', '2026-10-23'], '2026-10-01T02:00:00Z')
    await learn('spell', ['2020-09-01', null], '2026-10-02T02:00:00Z')
    expect(await retention()).toMatchObject({ dates: [], wins: null })
  })

  test('are those of the present spell when a pupil came back', async () => {
    await learn('spell', ['2020-09-01', '2025-07-20'], '2025-06-01T02:00:00Z')
    await learn('spell', ['2026-09-01', null], '2026-09-01T02:00:00Z')
    expect(await retention()).toMatchObject({ dates: [], wins: null })
  })
})

test('answers 404 to one who is not there, and to another kind of person', async () => {
  expect(problemOf(await api.call('school', 'GET', at.path(`/pupils/${at.school}/retention`)))).toMatchObject({
    status: 404,
  })
  const [staff] = at.ids.staff
  expect(problemOf(await api.call('school', 'GET', at.path(`/pupils/${staff}/retention`)))).toMatchObject({
    status: 404,
  })
})
