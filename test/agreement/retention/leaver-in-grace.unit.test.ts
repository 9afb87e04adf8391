import { describe, expect, test } from 'vitest'
import { ask, portal } from './support.js'

const spell = (leaving?: string, start = '2020-09-01') => ({ kind: 'pupil', spells: [{ start, leaving }] })
const now = '2029-01-01T00:00:00Z'

/** L, and the day from which nothing is left, with its first instant in UTC. */
const sixMonths = [
  ['an ordinary day', '2026-07-20', '2027-01-20', '2027-01-20T00:00:00Z'],
  ['31 August, before a common February', '2026-08-31', '2027-02-28', '2027-02-28T00:00:00Z'],
  ['30 August, before a common February', '2026-08-30', '2027-02-28', '2027-02-28T00:00:00Z'],
  ['29 August, before a common February', '2026-08-29', '2027-02-28', '2027-02-28T00:00:00Z'],
  ['1 September', '2026-09-01', '2027-03-01', '2027-03-01T00:00:00Z'],
  ['31 August, before a leap day', '2027-08-31', '2028-02-29', '2028-02-29T00:00:00Z'],
  ['a leap day', '2028-02-29', '2028-08-29', '2028-08-28T23:00:00Z'],
  ['the end of a common February', '2027-02-28', '2027-08-28', '2027-08-27T23:00:00Z'],
  ['31 March', '2026-03-31', '2026-09-30', '2026-09-29T23:00:00Z'],
  ['31 October', '2026-10-31', '2027-04-30', '2027-04-29T23:00:00Z'],
  ['New Year’s Eve', '2026-12-31', '2027-06-30', '2027-06-29T23:00:00Z'],
  ['six months before the clocks go back', '2026-04-25', '2026-10-25', '2026-10-24T23:00:00Z'],
  ['the day the clocks go back', '2026-10-25', '2027-04-25', '2027-04-24T23:00:00Z'],
  ['six months before the clocks go forward', '2026-09-28', '2027-03-28', '2027-03-28T00:00:00Z'],
  ['the day the clocks go forward', '2027-03-28', '2027-09-28', '2027-09-27T23:00:00Z'],
] as const

describe.each(sixMonths)('a pupil whose last day was %s', (_, leaving, dueOn, dueAt) => {
  const due = { rule: 'leaver', dueOn, dueAt, planned: false }

  test('is due six calendar months later by what the MIS says [R14]', () => {
    const { dates, wins } = ask({ now, subject: spell(leaving) }, portal)
    expect(dates).toMatchObject([{ ...due, fact: { what: 'leavingDate', date: leaving } }])
    expect(wins).toBe('leaver')
  })

  test.each(['api', 'leaverRow', 'deletionRow', 'endedEnrolment'])('is due the same day when %s says so', (by) => {
    const notices = [{ at: `${leaving}T12:00:00Z`, by, leftOn: leaving }]
    expect(ask({ now, subject: spell(), notices }, portal).dates).toMatchObject([due])
  })
})

test.each([
  ['a millisecond before midnight in summer', '2026-07-20T22:59:59.999Z', '2027-01-20'],
  ['midnight in summer', '2026-07-20T23:00:00Z', '2027-01-21'],
  ['a millisecond before midnight in winter', '2026-12-10T23:59:59.999Z', '2027-06-10'],
  ['midnight in winter', '2026-12-11T00:00:00Z', '2027-06-11'],
  ['the second 01:30 of the night the clocks go back', '2026-10-25T01:30:00Z', '2027-04-25'],
])('counts from the London day of a notice without a date, at %s', (_, at, dueOn) => {
  const { dates } = ask({ now, subject: spell(), notices: [{ at, by: 'leaverRow' }] }, portal)
  expect(dates).toMatchObject([{ dueOn, fact: { what: 'notice' } }])
})

test('counts from the first whole read without the pupil, not from a thin one', () => {
  const reads = [
    { at: '2026-10-01T02:00:00Z', whole: true, listed: true },
    { at: '2026-10-02T02:00:00Z', whole: false, listed: false },
    { at: '2026-10-03T02:00:00Z', whole: true, listed: false },
    { at: '2026-10-04T02:00:00Z', whole: true, listed: false },
  ]
  expect(ask({ now, subject: spell(), reads }, portal).dates).toMatchObject([{ dueOn: '2027-04-03' }])
})

test('starts nothing before a leaving that lies ahead', () => {
  const { dates, leftFrom } = ask({ now: '2026-10-01T12:00:00Z', subject: spell('2026-12-18') }, portal)
  expect(dates).toMatchObject([{ dueOn: '2027-06-18', planned: true }])
  expect(leftFrom).toBe('2026-12-19T00:00:00Z')
})

test.each([
  ['2026-12-18T23:59:59Z', true],
  ['2026-12-19T00:00:00Z', false],
])('counts the last day as on roll until its end: at %s planned is %s', (at, planned) => {
  expect(ask({ now: at, subject: spell('2026-12-18') }, portal).dates).toMatchObject([{ planned }])
})

test('takes a no-show for a leaver', () => {
  expect(ask({ now, subject: spell('2026-09-01', '2026-09-01') }, portal)).toMatchObject({
    dates: [{ dueOn: '2027-03-01' }],
    flags: ['late', 'stageDateUnknown'].sort().reverse(),
  })
})

test('shows a leaving before the start, and keeps the promise all the same', () => {
  const { dates, flags } = ask({ now: '2026-10-01T00:00:00Z', subject: spell('2026-08-01', '2026-09-01') }, portal)
  expect(dates).toMatchObject([{ dueOn: '2027-02-01' }])
  expect(flags).toContain('leavingBeforeStart')
})

test('counts from the later of notice and leaving under the literal anchor', () => {
  const literal = { ...portal, pupilLeaver: { mode: 'grace', max: 'P6M', anchor: 'notice' } } as const
  const notices = [{ at: '2026-09-10T09:00:00Z', by: 'leaverRow', leftOn: '2026-07-20' }]
  expect(ask({ now, subject: spell(), notices }, literal).dates).toMatchObject([{ dueOn: '2027-03-10' }])
  const early = [{ at: '2026-07-10T09:00:00Z', by: 'leaverRow', leftOn: '2026-07-20' }]
  expect(ask({ now, subject: spell(), notices: early }, literal).dates).toMatchObject([{ dueOn: '2027-01-20' }])
  expect(ask({ now, subject: spell('2026-07-20') }, literal).dates).toMatchObject([{ dueOn: '2027-01-20' }])
  expect(ask({ now, subject: spell(), notices }, portal).dates).toMatchObject([{ dueOn: '2027-01-20' }])
})

test('leaves 28 days after a back-dated leaving was learned, says how late that is, and asks at once', () => {
  const notices = [{ at: '2027-03-01T09:00:00Z', by: 'leaverRow', leftOn: '2026-07-20' }]
  const { dates, flags, asks } = ask({ now: '2027-03-01T09:00:00Z', subject: spell(), notices }, portal)
  expect(dates).toMatchObject([{ dueOn: '2027-03-29', lateByDays: 68, eraseAt: '2027-03-28T23:00:00Z' }])
  expect(flags).toContain('late')
  expect(asks).toEqual(['2027-03-01', '2027-03-22'])
})

test('is not held up by the floor when the leaving was learned in time', () => {
  const notices = [{ at: '2026-12-22T09:00:00Z', by: 'leaverRow', leftOn: '2026-07-20' }]
  const [date] = ask({ now: '2026-12-23T00:00:00Z', subject: spell(), notices }, portal).dates
  expect(date).toMatchObject({ dueOn: '2027-01-20' })
  expect(date).not.toHaveProperty('lateByDays')
})

test('plans no erasure of somebody whom the latest whole read shows on roll', () => {
  const reads = [{ at: '2026-10-01T02:00:00Z', whole: true, listed: true }]
  const { dates, flags, leftFrom } = ask({ now, subject: spell('2026-07-20'), reads }, portal)
  expect(dates).toMatchObject([{ rule: 'leaver', planned: true }])
  expect(flags).toContain('leaverStillOnRoll')
  expect(leftFrom).toBeNull()
})

test('erases somebody who is listed all the same when the school itself said that the pupil left', () => {
  const reads = [{ at: '2026-10-01T02:00:00Z', whole: true, listed: true }]
  const notices = [{ at: '2026-07-20T12:00:00Z', by: 'api', leftOn: '2026-07-20' }]
  const { dates, flags } = ask({ now: '2026-10-02T00:00:00Z', subject: spell(), reads, notices }, portal)
  expect(dates).toMatchObject([{ dueOn: '2027-01-20', planned: false }])
  expect(flags).toContain('leaverStillOnRoll')
})

test.each(['leaverRow', 'deletionRow', 'endedEnrolment', 'absent'])(
  'forgets what %s said once a later whole read shows the pupil without a leaving date',
  (by) => {
    const notices = [{ at: '2026-09-10T09:00:00Z', by }]
    const reads = [{ at: '2026-09-12T02:00:00Z', whole: true, listed: true }]
    expect(ask({ now, subject: spell(), notices, reads }, portal)).toMatchObject({
      dates: [],
      wins: null,
      state: 'none',
    })
  },
)

test.each([
  ['a thin one', { whole: false, listed: true }],
  ['one with a leaving date', { whole: true, listed: true, leaving: '2026-09-30' }],
  ['one with a start ahead', { whole: true, listed: true, start: '2027-01-01' }],
])('remembers it over a later read that is %s', (_, read) => {
  const notices = [{ at: '2026-09-10T09:00:00Z', by: 'leaverRow' }]
  const reads = [{ at: '2026-09-12T02:00:00Z', ...read }]
  expect(ask({ now: '2026-09-13T00:00:00Z', subject: spell(), notices, reads }, portal).dates).toMatchObject([
    { dueOn: '2027-03-10' },
  ])
})

describe('a returner', () => {
  const twice = [
    { start: '2020-09-01', leaving: '2025-07-20' },
    { start: '2026-09-01', leaving: null },
  ]
  const notices = [
    { at: '2025-07-21T02:00:00Z', by: 'leaverRow', leftOn: '2025-07-20' },
    { at: '2025-07-22T02:00:00Z', by: 'api', leftOn: '2025-07-20' },
  ]

  test('is no leaver any more from the first day of the new spell', () => {
    const subject = { kind: 'pupil', spells: twice }
    expect(ask({ now: '2026-09-01T00:00:00Z', subject, notices }, portal)).toMatchObject({ dates: [], wins: null })
  })

  test('is a leaver still while the return is only announced', () => {
    const subject = { kind: 'pupil', spells: twice }
    const { dates } = ask({ now: '2025-12-01T00:00:00Z', subject, notices }, portal)
    expect(dates).toMatchObject([{ dueOn: '2026-01-20' }])
  })

  test('is a leaver again by the new spell', () => {
    const subject = { kind: 'pupil', spells: [twice[0], { start: '2026-09-01', leaving: '2026-10-23' }] }
    expect(ask({ now, subject, notices }, portal).dates).toMatchObject([{ dueOn: '2027-04-23' }])
  })

  test('never left if the two spells touch', () => {
    const subject = { kind: 'pupil', spells: [twice[0], { start: '2025-07-21' }] }
    expect(ask({ now, subject }, portal).dates).toEqual([])
  })
})

test('does not count what is later than now', () => {
  const notices = [{ at: '2026-09-10T09:00:00Z', by: 'api' }]
  expect(ask({ now: '2026-09-10T08:59:59Z', subject: spell(), notices }, portal).dates).toEqual([])
})

test('keeps a leaver readable as one who left from the detection, or hides at once where the agreement says so', () => {
  const notices = [{ at: '2026-09-10T09:00:00Z', by: 'leaverRow', leftOn: '2026-07-20' }]
  const facts = { now: '2026-09-11T00:00:00Z', subject: spell(), notices }
  expect(ask(facts, portal)).toMatchObject({ leftFrom: '2026-09-10T09:00:00Z', hiddenFrom: null })
  expect(ask(facts, { ...portal, leaverVisibility: 'hidden' })).toMatchObject({
    leftFrom: null,
    hiddenFrom: '2026-09-10T09:00:00Z',
  })
})
