import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'
import { fillSchool } from './filled-school.js'
import type { FilledSchool } from './filled-school.js'
import { learn } from './learn.js'

let api: ApiUnderTest
let at: FilledSchool
let now: Date
beforeAll(async () => {
  api = await startApi(() => ({ clock: () => now }))
})
beforeEach(async () => {
  now = new Date('2026-11-24T12:00:00Z')
  at = await fillSchool(api)
})
afterAll(() => api?.stop())

const patch = (body: object, role: 'school' | 'head' = 'school') => api.call(role, 'PATCH', at.path('/settings'), body)
const settings = async () => (await api.call('school', 'GET', at.path('/settings'))).body
const instructions = () =>
  api.deps.control
    .selectFrom('instruction')
    .select(['act', 'given_by'])
    .where('school_id', '=', at.school)
    .where('act', '=', 'settings')
    .execute()

test('begins with what the agreement says, and keeps what the school settles, with who confirmed the top year and when', async () => {
  expect(await settings()).toMatchObject({
    syncMode: 'automatic',
    topYear: null,
    topYearInForce: null,
    topYearConfirmed: null,
    guards: { unexplainedPupils: { percent: 5 }, pupils: { percent: 40 }, staff: { percent: 20 } },
    contract: { startsOn: '2026-09-01', endsOn: null },
  })
  const terms = [
    { schoolYear: '2026/27', autumnFirst: '2026-09-03', summerLast: '2027-07-21', breaks: [{ from: '2026-12-19', to: '2027-01-03' }] },
  ] // prettier-ignore
  const { status } = await patch({ topYear: 11, terms, guards: { pupils: { percent: 30 } } })
  expect([status, api.rung.includes(at.school)]).toEqual([200, true])
  expect(await settings()).toMatchObject({
    topYear: 11,
    topYearInForce: 11,
    topYearConfirmed: { by: 'school', role: 'school', at: now.toISOString() },
    terms,
    guards: { unexplainedPupils: { percent: 5 }, pupils: { percent: 30 } },
  })
  const { body } = await api.call('operator', 'GET', `/v1/audit?school=${at.school}`)
  expect(body.data.at(-1)).toMatchObject({ act: 'settings', by: 'school', version: 1 })
})

test('computes a pupil’s dates from the settings, and takes null as not said', async () => {
  const [pupil = ''] = at.ids.pupils
  await learn(api, at, pupil, [
    ['spell', ['2022-09-01', null], '2026-09-02T02:00:00Z'],
    ['classYear', '11', '2025-09-02T02:00:00Z'],
  ])
  const due = async () => {
    const { body } = await api.call('school', 'GET', at.path(`/pupils/${pupil}/retention`))
    return [body.dates.map(({ dueOn }: { dueOn: string }) => dueOn), body.flags]
  }
  expect(await due()).toEqual([[], ['stageDateUnknown']])
  await patch({ topYear: 11, terms: [{ schoolYear: '2025/26', summerLast: '2026-07-20' }] })
  expect(await due()).toEqual([['2027-01-20'], []])
  await patch({ topYear: null })
  expect(await due()).toEqual([[], ['stageDateUnknown']])
})

test('records nothing when the same is said again', async () => {
  await patch({ topYear: 6, contacts: { main: { name: 'Another', email: 'another@school.test' } } })
  now = new Date('2026-11-25T12:00:00Z')
  expect((await patch({ topYear: 6 })).status).toBe(200)
  expect(await instructions()).toHaveLength(1)
  expect(await settings()).toMatchObject({
    topYearConfirmed: { at: '2026-11-24T12:00:00.000Z' },
    contacts: { main: { name: 'Another' }, head: { name: 'Head Teacher' } },
  })
})

describe('a contract', () => {
  test('is prolonged, shortened and left open by the head, not by the data administrator', async () => {
    expect(problemOf(await patch({ contract: { endsOn: '2027-08-31' } })).type).toMatch(/not-allowed$/)
    for (const endsOn of ['2027-08-31', '2028-08-31', '2026-12-31', null]) {
      expect((await patch({ contract: { endsOn } }, 'head')).body.contract).toEqual({ startsOn: '2026-09-01', endsOn })
      const row = await api.deps.control
        .selectFrom('school')
        .select('contract')
        .where('id', '=', at.school)
        .executeTakeFirst()
      expect(row?.contract.endsOn ?? null).toBe(endsOn)
    }
    expect(await instructions()).toHaveLength(4)
  })

  test('that has run out is given a later end until keys go, and nothing else is settled then', async () => {
    await patch({ contract: { endsOn: '2026-12-31' } }, 'head')
    now = new Date('2027-01-01T09:00:00Z')
    expect(problemOf(await patch({ topYear: 9 })).status).toBe(409)
    expect((await patch({ contract: { endsOn: '2027-12-31' } }, 'head')).status).toBe(200)
    expect((await api.call('school', 'GET', at.path('/pupils'))).status).toBe(200)
  })
})

test('moves each of the guard’s thresholds within its limits, and back', async () => {
  const presets = { unexplainedPupils: 5, pupils: 40, staff: 20, blankedItem: 20, renamedPeople: 10, groups: 50 }
  const limits = { unexplainedPupils: 10, pupils: 50, staff: 30, blankedItem: 50, renamedPeople: 30, groups: 80 }
  const asPercents = (of: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(of).map(([name, percent]) => [name, { percent }]))
  expect((await settings()).guards).toEqual(asPercents(presets))
  for (const [name, most] of Object.entries(limits)) {
    expect((await patch({ guards: { [name]: { percent: most } } })).body.guards[name]).toEqual({ percent: most })
    const { errors } = problemOf(await patch({ guards: { [name]: { percent: most + 1 } } }))
    expect(errors).toEqual([{ path: `body/guards/${name}/percent`, code: 'outOfRange' }])
  }
  expect((await settings()).guards).toEqual(asPercents(limits))
  const { body } = await patch({ guards: { groups: null, staff: null } })
  expect(body.guards).toEqual(asPercents({ ...limits, groups: 50, staff: 20 }))
})

test('keeps the weeks that the school announces for its rollover, and says of each that cannot be what to write', async () => {
  const june = { from: '2027-06-14', to: '2027-06-25' }
  expect((await settings()).rollover).toEqual([])
  expect((await patch({ rollover: [june] })).body.rollover).toEqual([june])
  const wrong = [june, { from: '2027-06-31', to: '2027-07-02' }, { from: '2027-06-14', to: '2027-06-13' }, { from: '2027-01-01', to: '2027-12-31' }] // prettier-ignore
  const { status, errors } = problemOf(await patch({ rollover: wrong }))
  expect([status, errors]).toEqual([
    422,
    [
      { path: 'body/rollover/1/from', code: 'noSuchDay', advice: 'Write a day that exists, as 2027-06-14.' },
      { path: 'body/rollover/2/to', code: 'endsBeforeStart', advice: expect.stringMatching(/^The last day .*\.$/) },
      {
        path: 'body/rollover/3/to',
        code: 'tooLong',
        advice: expect.stringMatching(/^Announce at most 10 weeks .*\.$/),
      },
    ],
  ])
  expect((await settings()).rollover).toEqual([june])
  expect((await patch({ rollover: null })).body.rollover).toEqual([])
})

test('shares with those alone whom the agreement names, for as long as the school belongs to them', async () => {
  const trust = { recipient: 'trust', name: 'The Example Trust', from: '2026-09-01', to: '2027-08-31' }
  expect((await patch({ recipients: [trust] })).body.recipients).toEqual([trust])
  const { errors } = problemOf(await patch({ recipients: [trust, { ...trust, recipient: 'anybody' }] }))
  expect(errors).toEqual([{ path: 'body/recipients/1/recipient', code: 'notInAgreement' }])
  expect((await settings()).recipients).toEqual([trust])
})

const year = { schoolYear: '2026/27' }
test.for<readonly [string, object, readonly [path: string, code: string]]>([
  ['manual sync, which nothing carries out yet', { syncMode: 'manual' }, ['body/syncMode', 'notCarriedOut']],
  ['an end that lies behind', { contract: { endsOn: '2026-11-23' } }, ['body/contract/endsOn', 'inThePast']],
  [
    'an end before the start',
    { contract: { startsOn: '2027-09-01', endsOn: '2027-08-31' } },
    ['body/contract/endsOn', 'beforeStart'],
  ],
  [
    'a threshold outside the limits',
    { guards: { staff: { percent: 31 } } },
    ['body/guards/staff/percent', 'outOfRange'],
  ],
  ['a top year that is none', { topYear: 15 }, ['body/topYear', 'too_big']],
  [
    'a day outside its school year',
    { terms: [{ ...year, autumnFirst: '2025-09-03' }] },
    ['body/terms/0/autumnFirst', 'outsideSchoolYear'],
  ],
  [
    'a summer before its autumn',
    { terms: [{ ...year, autumnFirst: '2026-09-03', summerLast: '2026-09-02' }] },
    ['body/terms/0/summerLast', 'endsBeforeStart'],
  ],
  [
    'breaks that overlap',
    {
      terms: [
        {
          ...year,
          breaks: [
            { from: '2026-10-24', to: '2026-11-01' },
            { from: '2026-11-01', to: '2026-11-02' },
          ],
        },
      ],
    },
    ['body/terms/0/breaks/1/from', 'overlaps'],
  ],
  ['one school year twice', { terms: [year, year] }, ['body/terms/1/schoolYear', 'twice']],
  ['a setting that there is not', { colour: 'red' }, ['body', 'unrecognized_keys']],
])('refuses %s, and changes nothing', async ([, body, [path, code]]) => {
  const before = await settings()
  const problem = problemOf(await patch(body, 'head'))
  expect([problem.status, problem.errors]).toEqual([422, [{ path, code }]])
  expect([await settings(), await instructions()]).toEqual([before, []])
})
