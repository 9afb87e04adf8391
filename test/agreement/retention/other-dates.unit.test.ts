import { describe, expect, test } from 'vitest'
import { ask, planner, portal } from './support.js'

const pupil = { kind: 'pupil', spells: [{ start: '2020-09-01' }], years: [{ from: '2020-09-01', year: '7' }] }
const primary = { statutoryHighAge: 18 }
const personal = (given: Parameters<typeof ask>[0], policy = planner) =>
  ask({ school: primary, subject: pupil, ...given }, policy).dates.filter(({ rule }) => rule !== 'attendanceYear')

describe('a contract’s end', () => {
  test.each([
    ['31 August', '2026-08-31', '2027-02-28', '2026-09-02T23:00:00Z'],
    ['a leap day', '2028-02-29', '2028-08-29', '2028-03-03T00:00:00Z'],
    ['the eve of the clocks going back', '2026-10-24', '2027-04-24', '2026-10-26T23:00:00Z'],
    ['the day the clocks go back', '2026-10-25', '2027-04-25', '2026-10-28T00:00:00Z'],
    ['the eve of the clocks going forward', '2027-03-27', '2027-09-27', '2027-03-30T00:00:00Z'],
    ['the day the clocks go forward', '2027-03-28', '2027-09-28', '2027-03-30T23:00:00Z'],
    ['31 July', '2026-07-31', '2027-01-31', '2026-08-02T23:00:00Z'],
    ['New Year’s Eve', '2026-12-31', '2027-06-30', '2027-01-03T00:00:00Z'],
  ])('on %s is due in six months under the portal, in 48 hours under the planner', (_, endsOn, dueOn, dueAt) => {
    const school = { ...primary, contract: { startsOn: '2020-09-01', endsOn } }
    const now = '2029-01-01T00:00:00Z'
    expect(personal({ now, school }, portal)).toMatchObject([{ rule: 'contractEnd', dueOn, planned: false }])
    expect(personal({ now, school })).toMatchObject([{ rule: 'contractEnd', dueAt, planned: false }])
  })

  test.each([
    ['at midnight', '2026-07-31T23:00:00Z', '2027-01-31'],
    ['a millisecond after midnight', '2026-07-31T23:00:00.001Z', '2027-02-01'],
    ['in the second hour of a clock change', '2026-10-25T01:30:00Z', '2027-04-25'],
  ])('that comes early, %s, counts from the day that it ended', (_, endedAt, dueOn) => {
    const school = { ...primary, contract: { endsOn: '2028-08-31', endedAt } }
    expect(personal({ now: '2026-12-01T00:00:00Z', school }, portal)).toMatchObject([{ dueOn }])
  })

  test('is planned while it lies ahead, and hides from then', () => {
    const school = { ...primary, contract: { endsOn: '2027-08-31' } }
    const facts = { now: '2026-12-01T00:00:00Z', school, subject: pupil }
    expect(personal(facts)).toMatchObject([{ planned: true }])
    expect(ask(facts, planner).hiddenFrom).toBe('2027-08-31T23:00:00Z')
  })

  test('learned late is late, and goes on the date that it had', () => {
    const school = { ...primary, contract: { endsOn: '2026-07-31' } }
    const { dates, flags } = ask({ now: '2026-12-01T00:00:00Z', school, subject: pupil }, planner)
    expect(dates[0]).toMatchObject({ rule: 'contractEnd', dueAt: '2026-08-02T23:00:00Z' })
    expect(flags).toContain('late')
  })

  test('leaves a pupil’s own earlier date running', () => {
    const school = { ...primary, contract: { endsOn: '2026-12-31' } }
    const subject = { ...pupil, spells: [{ start: '2020-09-01', leaving: '2026-10-01' }] }
    expect(ask({ now: '2027-01-02T00:00:00Z', school, subject }, portal)).toMatchObject({ wins: 'leaver' })
  })
})

describe('what the school withdrew', () => {
  const at = '2026-10-24T12:00:00Z'
  const now = '2026-10-24T13:00:00Z'
  const dueAt = '2026-10-25T12:00:00Z'

  test.each([
    ['portal', portal],
    ['planner', planner],
  ] as const)('a pupil is hidden at once and due in 24 hours (%s)', (_, policy) => {
    const facts = { now, school: primary, subject: pupil, withdrawn: [{ at }] }
    expect(personal(facts, policy)).toMatchObject([{ rule: 'pupilWithdrawn', dueAt, planned: false }])
    expect(ask(facts, policy).hiddenFrom).toBe(at)
  })

  test('an item is named, and does not win over the person’s own date', () => {
    const withdrawn = [{ at, item: 'pupil.sen' }]
    const subject = { ...pupil, spells: [{ start: '2020-09-01', leaving: '2026-07-20' }] }
    expect(ask({ now, school: primary, subject, withdrawn }, portal)).toMatchObject({
      wins: 'leaver',
      dates: [{ rule: 'leaver' }, { rule: 'itemWithdrawn', item: 'pupil.sen', dueAt }],
      hiddenFrom: null,
    })
  })

  test.each([
    ['before the date cancels it', '2026-10-25T11:59:59Z', 0],
    ['at the date is too late', '2026-10-25T12:00:00Z', 1],
  ])('and granted again %s', (_, grantedAgainAt, left) => {
    const withdrawn = [{ at, item: 'pupil.sen', grantedAgainAt }]
    expect(personal({ now: '2026-10-26T00:00:00Z', withdrawn })).toHaveLength(left)
  })

  test('an opt-out that the source declares is a pupil withdrawn', () => {
    expect(personal({ now, notices: [{ at, by: 'optOut' }] })).toMatchObject([{ rule: 'pupilWithdrawn', dueAt }])
  })
})

describe('somebody no longer in scope', () => {
  const held = { at: '2026-10-01T02:00:00Z', whole: true, listed: true }
  const moved = { at: '2026-10-02T02:00:00Z', whole: true, listed: true, start: '2027-01-04' }

  test.each([
    ['portal', portal],
    ['planner', planner],
  ] as const)('is due 24 hours after the start moved ahead (%s)', (_, policy) => {
    expect(personal({ now: '2026-10-02T12:00:00Z', reads: [held, moved] }, policy)).toMatchObject([
      { rule: 'noLongerInScope', dueAt: '2026-10-03T02:00:00Z' },
    ])
  })

  test('counts from the first such read, not from the last', () => {
    const reads = [held, moved, { ...moved, at: '2026-10-03T02:00:00Z' }]
    expect(personal({ now: '2026-10-03T12:00:00Z', reads })).toMatchObject([{ dueAt: '2026-10-03T02:00:00Z' }])
  })

  test('is a guest of another school without a spell here', () => {
    const subject = { kind: 'pupil', status: 'G' }
    const reads = [held, { ...held, at: '2026-10-02T02:00:00Z' }]
    expect(personal({ now: '2026-10-02T12:00:00Z', subject, reads })).toMatchObject([{ rule: 'noLongerInScope' }])
  })
})

test.each([
  ['a pupil who starts later', { kind: 'pupil', spells: [{ start: '2027-01-04' }] }, 'refused'],
  ['a pupil on the first day', { kind: 'pupil', spells: [{ start: '2026-11-03' }] }, 'none'],
  ['a guest', { kind: 'pupil', status: 'G' }, 'refused'],
  ['a previous pupil', { kind: 'pupil', status: 'P' }, 'refused'],
  ['a member of staff who starts later', { kind: 'staff', spells: [{ start: '2027-01-04' }] }, 'refused'],
] as const)('%s is %s', (_, subject, state) => {
  expect(ask({ now: '2026-11-03T00:00:00Z', school: primary, subject }, portal).state).toBe(state)
})

describe('a stay', () => {
  const notices = [{ at: '2026-10-01T09:00:00Z', by: 'leaverRow' }]
  const sar = { kind: 'sar', from: '2026-10-01T10:00:00Z', reviewBy: '2026-11-01' }
  const during = { now: '2026-10-20T00:00:00Z', school: primary, subject: pupil, notices, stays: [sar] }

  test('pauses the erasure and moves no date', () => {
    const { dates, state, flags } = ask(during, planner)
    expect(dates[0]).toMatchObject({ rule: 'leaver', dueAt: '2026-10-02T09:00:00Z' })
    expect({ state, flags }).toEqual({ state: 'stayed', flags: [] })
  })

  test.each([
    ['2026-11-14T23:59:59Z', 'stayed', []],
    ['2026-11-15T00:00:00Z', 'waiting', []],
    ['2026-11-15T23:59:59Z', 'waiting', []],
    ['2026-11-16T00:00:00Z', 'waiting', ['late']],
  ])('for an access request lapses 14 days after its review, and a day is left: at %s', (now, state, flags) => {
    expect(ask({ ...during, now }, planner)).toMatchObject({ state, flags })
  })

  test.each(['restriction', 'legal'])('for a %s ends by instruction only', (kind) => {
    const stays = [{ ...sar, kind }]
    expect(ask({ ...during, now: '2028-01-01T00:00:00Z', stays }, planner).state).toBe('stayed')
    const ended = [{ ...sar, kind, endedAt: '2027-01-01T00:00:00Z' }]
    expect(ask({ ...during, now: '2028-01-01T00:00:00Z', stays: ended }, planner)).toMatchObject({
      state: 'waiting',
      flags: ['late'],
    })
  })

  test('does not outlive the contract', () => {
    const school = { ...primary, contract: { endedAt: '2026-10-10T00:00:00Z' } }
    const given = { now: '2026-10-11T00:00:00Z', school, subject: pupil, stays: [sar] }
    expect(ask(given, planner)).toMatchObject({ wins: 'contractEnd', state: 'waiting' })
  })

  test('hides under a restriction only', () => {
    const facts = { now: '2026-10-20T00:00:00Z', school: primary, subject: pupil }
    expect(ask({ ...facts, stays: [{ ...sar, kind: 'restriction' }] }, portal).hiddenFrom).toBe('2026-10-01T10:00:00Z')
    expect(ask({ ...facts, stays: [sar] }, portal).hiddenFrom).toBeNull()
  })
})

describe('a member of staff who left', () => {
  const subject = { kind: 'staff', spells: [{ start: '2020-09-01', leaving: '2026-08-31' }] }
  const now = '2026-09-02T00:00:00Z'

  test('is disabled from the next midnight, and kept no longer than the cap', () => {
    expect(ask({ now, subject }, planner)).toMatchObject({
      dates: [{ rule: 'staffCap', dueOn: '2027-02-28', planned: false }],
      disabledFrom: '2026-08-31T23:00:00Z',
      hiddenFrom: null,
    })
  })

  test('is gone a day after the school decided so', () => {
    const answers = [{ at: '2026-09-01T15:00:00Z', rule: 'staffCap', answer: 'delete' }]
    expect(ask({ now, subject, answers }, planner)).toMatchObject({
      wins: 'staffDeletedBySchool',
      dates: [{ dueAt: '2026-09-02T15:00:00Z' }, { rule: 'staffCap' }],
    })
  })

  test('is gone a day after leaving where the agreement says erase', () => {
    expect(ask({ now, subject }, { ...planner, staffLeaver: 'erase' })).toMatchObject({
      dates: [{ rule: 'staffLeft', dueAt: '2026-09-01T23:00:00Z' }],
      hiddenFrom: '2026-08-31T23:00:00Z',
      disabledFrom: null,
    })
  })
})
