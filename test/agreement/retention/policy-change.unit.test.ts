import { describe, expect, test } from 'vitest'
import type { RetentionPolicy } from '../../../agreement/retention/policy.js'
import { askAfter, planner, portal, within } from './support.js'

const leaver = (leftOn: string, told = `${leftOn}T12:00:00Z`) => ({
  now: '2029-01-01T00:00:00Z',
  subject: { kind: 'pupil', spells: [{ start: '2020-09-01' }] },
  notices: [{ at: told, by: 'leaverRow', leftOn }],
})

describe('a policy that shortens six months to three', () => {
  test.each([
    ['counts where the notice is over by then', '2026-10-01', '2026-10-10T12:00:00Z', '2027-01-01'],
    ['counts from the day on which the notice is over', '2026-08-10', '2026-10-13T12:00:00Z', '2026-11-10'],
    ['leaves 28 days where it was due already', '2026-07-20', '2026-11-24T12:00:00Z', '2026-12-22'],
    ['postpones nothing that was due before that', '2026-06-01', '2026-11-24T12:00:00Z', '2026-12-01'],
    ['changes nothing that was due already', '2026-03-01', '2026-11-24T12:00:00Z', '2026-09-01'],
    ['counts 28 London days: accepted before midnight in summer', '2026-03-01', '2026-07-01T22:59:59Z', '2026-07-29'],
    ['counts 28 London days: accepted after midnight in summer', '2026-03-01', '2026-07-01T23:00:00Z', '2026-07-30'],
    ['counts days over a leap day', '2027-10-01', '2028-02-10T12:00:00Z', '2028-03-09'],
    ['counts in full for who leaves later', '2026-12-18', '2026-11-24T12:00:00Z', '2027-03-18'],
  ])('%s [R39]', (_, leftOn, accepted, dueOn) => {
    expect(askAfter(leaver(leftOn), within('P6M'), [accepted, within('P3M')]).dates).toMatchObject([{ dueOn }])
  })

  test.each([
    ['2026-10-10T12:00:00Z', '2026-07-01', '2026-11-07T00:00:00Z'],
    ['2027-03-10T12:00:00Z', '2026-12-01', '2027-04-06T23:00:00Z'],
  ])('is due from midnight in London over a clock change (%s), and no margin leads it', (accepted, leftOn, dueAt) => {
    const { dates, flags } = askAfter({ ...leaver(leftOn), now: accepted }, within('P6M'), [accepted, within('P3M')])
    expect(dates).toMatchObject([{ dueAt, eraseAt: dueAt, planned: false }])
    expect(flags).toEqual(['stageDateUnknown'])
  })

  test('is not known before it is accepted', () => {
    const given = { ...leaver('2026-07-20'), now: '2026-11-24T11:59:59Z' }
    const { dates } = askAfter(given, within('P6M'), ['2026-11-24T12:00:00Z', within('P3M')])
    expect(dates).toMatchObject([{ dueOn: '2027-01-20' }])
  })
})

describe('a policy that lengthens three months to six', () => {
  test.each([
    ['does not count for who was told of before', '2026-11-24T11:59:59Z', '2027-01-20'],
    ['does not count for who was told of at that instant', '2026-11-24T12:00:00Z', '2027-01-20'],
    ['counts for who is told of later', '2026-11-24T12:00:00.001Z', '2027-04-20'],
  ])('%s [R39]', (_, told, dueOn) => {
    const given = leaver('2026-10-20', told)
    expect(askAfter(given, within('P3M'), ['2026-11-24T12:00:00Z', within('P6M')]).dates).toMatchObject([{ dueOn }])
  })

  test('brings nobody back who was to go sooner, however often it changes', () => {
    const changes = [
      ['2026-11-01T12:00:00Z', within('P3M')],
      ['2026-12-01T12:00:00Z', within('P9M')],
    ] as const
    const given = leaver('2026-10-01')
    expect(askAfter(given, within('P6M'), ...changes).dates).toMatchObject([{ dueOn: '2027-01-01' }])
    expect(askAfter(leaver('2027-01-04'), within('P6M'), ...changes).dates).toMatchObject([{ dueOn: '2027-10-04' }])
  })
})

describe('from a time of grace to erasing at once', () => {
  const accepted = '2026-11-24T12:00:00Z'
  test.each([
    ['28 days are left to who left before', '2026-10-01', '2026-12-22T00:00:00Z'],
    ['none to who leaves later', '2026-11-25', '2026-11-27T00:00:00Z'],
  ])('%s', (_, leftOn, dueAt) => {
    expect(askAfter(leaver(leftOn), portal, [accepted, planner]).dates[0]).toMatchObject({ rule: 'leaver', dueAt })
  })

  test('28 days are left to who leaves that day, where only the record says so', () => {
    const spells = [{ start: '2020-09-01', leaving: '2026-11-24' }]
    const given = { now: '2029-01-01T00:00:00Z', subject: { kind: 'pupil', spells } }
    expect(askAfter(given, portal, [accepted, planner]).dates[0]).toMatchObject({ dueAt: '2026-12-22T00:00:00Z' })
  })

  test('and back: who had a day has a day, who leaves later has six months', () => {
    const dueAt = (leftOn: string) =>
      askAfter(leaver(leftOn), planner, [accepted, portal]).dates.find(({ rule }) => rule === 'leaver')?.dueAt
    expect(dueAt('2026-11-23')).toBe('2026-11-25T00:00:00Z')
    expect(dueAt('2026-11-30')).toBe('2027-05-29T23:00:00Z')
  })
})

describe('the top year', () => {
  const school = { kind: 'secondary', statutoryHighAge: 16 }
  const years = [{ from: '2025-09-01', year: '11' }]
  const given = {
    now: '2026-11-02T12:00:00Z',
    school,
    subject: { kind: 'pupil', spells: [{ start: '2020-09-01' }], years },
  }
  const without = { ...portal, stageEnd: null }
  const sooner = { ...portal, stageEnd: 'P1M' }

  test.each([
    ['that becomes a rule', without, portal, '2026-10-01T12:00:00Z', ['2027-01-31']],
    ['that becomes a rule too late', { ...without }, sooner, '2026-10-20T12:00:00Z', ['2026-11-17']],
    ['that is due sooner', portal, sooner, '2026-08-20T12:00:00Z', ['2026-09-17']],
    [
      'that is no rule any more, from the instant of its completion',
      portal,
      without,
      '2026-07-31T23:00:00Z',
      ['2027-01-31'],
    ],
    ['that is no rule any more, after it was completed', portal, without, '2026-10-01T12:00:00Z', ['2027-01-31']],
    ['that is no rule any more, before it is completed', portal, without, '2026-07-01T12:00:00Z', []],
    ['that is due later, before it is completed', sooner, portal, '2026-07-01T12:00:00Z', ['2027-01-31']],
    ['that is due later, after it was completed', sooner, portal, '2026-08-20T12:00:00Z', ['2026-08-31']],
  ] as const)('%s [R15]', (_, first, then, accepted, due) => {
    expect(askAfter(given, first, [accepted, then]).dates.map(({ dueOn }) => dueOn)).toEqual(due)
  })
})

describe('the end of a contract', () => {
  const quick = { ...portal, contractEnd: 'PT48H' }
  const accepted = '2026-12-01T12:00:00Z'
  const ending = (contract: object) => ({ now: '2027-01-02T00:00:00Z', school: { contract }, subject: { kind: 'pupil', spells: [{ start: '2020-09-01' }] } }) // prettier-ignore

  test.each([
    ['sooner, with notice, where the last day was known', portal, quick, { endsOn: '2026-12-10' }, '2026-12-29T00:00:00Z'],
    ['sooner in full where it ends early after the change', portal, quick, { endedAt: '2026-12-10T12:00:00Z' }, '2026-12-12T12:00:00Z'],
    ['later where it ends after the change', quick, portal, { endsOn: '2026-12-10' }, '2027-06-10'],
    ['no later where it ended before', quick, portal, { endsOn: '2026-11-30' }, '2026-12-03T00:00:00Z'],
  ] as const)('is due %s [R16][R44]', (_, first, then, contract, due) => {
    const [date] = askAfter(ending(contract), first, [accepted, then]).dates
    expect([date?.dueAt, date?.dueOn]).toContain(due)
  }) // prettier-ignore

  test('hides from the end itself, whatever its date', () => {
    const { hiddenFrom } = askAfter(ending({ endsOn: '2026-12-10' }), portal, [accepted, quick])
    expect(hiddenFrom).toBe('2026-12-11T00:00:00Z')
  })
})

test('a member of staff who was only disabled has 28 days where the agreement now says erase', () => {
  const subject = { kind: 'staff', spells: [{ start: '2020-09-01', leaving: '2026-08-31' }] }
  const reads = [{ at: '2026-08-30T02:00:00Z', whole: true, listed: true, leaving: '2026-08-31' }]
  const given = { now: '2026-11-25T00:00:00Z', subject, reads }
  const { dates } = askAfter(given, planner, ['2026-11-24T12:00:00Z', { ...planner, staffLeaver: 'erase' }])
  expect(dates).toMatchObject([
    { rule: 'staffLeft', dueOn: '2026-12-22' },
    { rule: 'staffCap', dueOn: '2027-02-28' },
  ])
})

describe('whatever is not changed', () => {
  const margins = (days: string): RetentionPolicy => ({ ...portal, margins: { days, hours: 'PT20H' } })

  test('a margin holds from the instant from which its policy does', () => {
    const eraseAt = (now: string) =>
      askAfter({ ...leaver('2026-07-20'), now }, margins('P7D'), ['2026-09-01T12:00:00Z', margins('P1D')]).dates[0]?.eraseAt
    expect(eraseAt('2026-09-01T11:59:59.999Z')).toBe('2027-01-13T00:00:00Z')
    expect(eraseAt('2026-09-01T12:00:00Z')).toBe('2027-01-19T00:00:00Z')
  })

  test('a date that stays the same is led by its margin, within the notice too', () => {
    const { dates } = askAfter(leaver('2026-07-20'), portal, ['2026-12-20T12:00:00Z', margins('P7D')])
    expect(dates).toMatchObject([{ dueOn: '2027-01-20', eraseAt: '2027-01-13T00:00:00Z' }])
  })

  test('so is one that is due when the notice is over', () => {
    const { dates } = askAfter(leaver('2026-06-22'), within('P6M'), ['2026-11-24T12:00:00Z', within('P3M')])
    expect(dates).toMatchObject([{ dueOn: '2026-12-22', eraseAt: '2026-12-15T00:00:00Z' }])
  })

  test('every item that was withdrawn keeps its own date', () => {
    const withdrawn = [{ at: '2026-11-20T12:00:00Z', item: 'pupil.sen' }, { at: '2026-11-22T12:00:00Z', item: 'pupil.fsm' }]
    const given = { now: '2026-11-23T00:00:00Z', subject: { kind: 'pupil', spells: [{ start: '2020-09-01' }] }, withdrawn }
    const { dates } = askAfter(given, portal, ['2026-11-22T18:00:00Z', within('P3M')])
    expect(dates.map(({ item, dueAt }) => [item, dueAt])).toEqual([['pupil.sen', '2026-11-21T12:00:00Z'], ['pupil.fsm', '2026-11-23T12:00:00Z']])
  })
}) // prettier-ignore

describe('what was told', () => {
  test.each([
    ['at the instant of the change has its notice', '2026-11-24T12:00:00Z', true],
    ['after it has none', '2026-11-24T12:00:00.001Z', false],
  ])('%s', (_, told, notice) => {
    const [date] = askAfter(leaver('2026-11-20', told), within('P6M'), ['2026-11-24T12:00:00Z', within('P3M')]).dates
    expect(date).toMatchObject({ dueOn: '2027-02-20' })
    expect(Object.hasOwn(date!, 'notBefore')).toBe(notice)
  })

  test('first without a day, and with one after the change, is late only by what the notice does not explain', () => {
    const notices = [
      { at: '2026-11-01T09:00:00Z', by: 'leaverRow' },
      { at: '2026-11-24T09:00:00Z', by: 'leaverRow', leftOn: '2026-08-10' },
    ]
    const given = { ...leaver('2026-08-10'), now: '2026-11-25T00:00:00Z', notices }
    const { dates } = askAfter(given, within('P6M'), ['2026-11-10T12:00:00Z', within('P3M')])
    expect(dates).toMatchObject([{ dueOn: '2026-12-22', lateByDays: 14 }])
  })
})

test('what was learned late is late only by what the change does not explain', () => {
  const given = { ...leaver('2026-01-10', '2026-11-25T09:00:00Z'), now: '2026-11-25T10:00:00Z' }
  const [alone] = askAfter(given, within('P3M')).dates
  expect(alone).toMatchObject({ dueOn: '2026-12-23', lateByDays: 257 })
  const reads = [{ at: '2026-11-24T02:00:00Z', whole: true, listed: true, year: '11' }]
  const subject = { kind: 'pupil', spells: [{ start: '2020-09-01' }], years: [{ from: '2025-09-01', year: '11' }] }
  const stage = { now: '2026-12-01T00:00:00Z', school: { statutoryHighAge: 16 }, subject, reads }
  const sooner = { ...portal, stageEnd: 'P1M' }
  const [both] = askAfter(stage, portal, ['2026-11-24T01:00:00Z', sooner]).dates
  expect(both).toMatchObject({ dueOn: '2026-12-22', lateByDays: 113 })
  const [changed] = askAfter(stage, portal, ['2026-11-24T03:00:00Z', sooner]).dates
  expect(changed).toMatchObject({ dueOn: '2026-12-22' })
  expect(changed).not.toHaveProperty('lateByDays')
})
