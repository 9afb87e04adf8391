import { describe, expect, test } from 'vitest'
import { ask, planner } from './support.js'

const spell = (leaving?: string) => ({ kind: 'pupil', spells: [{ start: '2020-09-01', leaving }] })
const leaverOf = (given: Parameters<typeof ask>[0]) => ask(given, planner).dates.find(({ rule }) => rule === 'leaver')

describe.each(['api', 'leaverRow', 'deletionRow', 'endedEnrolment'])('a leaving that %s states', (by) => {
  test.each([
    ['in the middle of the year', '2026-11-03T10:00:00Z', '2026-11-02', '2026-11-03T10:00:00Z', '2026-11-04T10:00:00Z'],
    ['on the last day itself', '2026-11-03T10:00:00Z', '2026-11-03', '2026-11-04T00:00:00Z', '2026-11-05T00:00:00Z'],
    ['in summer', '2026-07-20T10:00:00Z', '2026-07-20', '2026-07-20T23:00:00Z', '2026-07-21T23:00:00Z'],
    ['before the clocks go back', '2026-10-24T10:00:00Z', '2026-10-24', '2026-10-24T23:00:00Z', '2026-10-25T23:00:00Z'],
    [
      'before the clocks go forward',
      '2027-03-27T10:00:00Z',
      '2027-03-27',
      '2027-03-28T00:00:00Z',
      '2027-03-29T00:00:00Z',
    ],
    ['after 31 August', '2026-09-01T02:00:00Z', '2026-08-31', '2026-09-01T02:00:00Z', '2026-09-02T02:00:00Z'],
    ['on a leap day', '2028-02-29T02:00:00Z', '2028-02-29', '2028-03-01T00:00:00Z', '2028-03-02T00:00:00Z'],
  ])(
    '%s hides at the later of detection and the day’s end, and is due 24 hours on [R35]',
    (_, at, leftOn, hidden, dueAt) => {
      const facts = { now: hidden, subject: spell(), notices: [{ at, by, leftOn }] }
      expect(leaverOf(facts)).toMatchObject({ dueAt, planned: false })
      expect(ask(facts, planner).hiddenFrom).toBe(hidden)
    },
  )

  test('without a date hides and counts from its instant', () => {
    const facts = { now: '2026-11-03T10:00:00Z', subject: spell(), notices: [{ at: '2026-11-03T10:00:00Z', by }] }
    expect(leaverOf(facts)).toMatchObject({ dueAt: '2026-11-04T10:00:00Z', planned: false, fact: { what: 'notice' } })
  })
})

test('plans a leaving that lies ahead, and hides nobody before its last day is over', () => {
  const facts = { now: '2026-11-03T10:00:00Z', subject: spell('2026-12-18') }
  expect(leaverOf(facts)).toMatchObject({ dueAt: '2026-12-20T00:00:00Z', planned: true })
  expect(ask(facts, planner).hiddenFrom).toBe('2026-12-19T00:00:00Z')
})

describe('an absence that nothing else explains', () => {
  const first = { at: '2026-11-03T02:00:00Z', whole: true, listed: false, extractedAt: '2026-11-03T01:00:00Z' }
  const seen = { at: '2026-11-02T02:00:00Z', whole: true, listed: true }
  const facts = (now: string, ...reads: object[]) => ({ now, subject: spell(), reads: [seen, first, ...reads] })

  test('hides at once, and is planned and flagged until a second extract confirms it', () => {
    const given = facts('2026-11-03T12:00:00Z')
    expect(leaverOf(given)).toMatchObject({ dueAt: '2026-11-05T02:00:00Z', planned: true })
    expect(ask(given, planner)).toMatchObject({ hiddenFrom: '2026-11-03T02:00:00Z', flags: ['absenceUnconfirmed'] })
  })

  test('is due 48 hours after the first read once a newer extract lacks the pupil too', () => {
    const again = { at: '2026-11-03T22:00:00Z', whole: true, listed: false, extractedAt: '2026-11-03T21:00:00Z' }
    const given = facts('2026-11-03T22:00:00Z', again)
    expect(leaverOf(given)).toMatchObject({ dueAt: '2026-11-05T02:00:00Z', planned: false })
    expect(ask(given, planner).flags).toEqual([])
  })

  test.each([
    ['the same extract read again', { whole: true, extractedAt: '2026-11-03T01:00:00Z' }],
    ['a read that was not whole', { whole: false, extractedAt: '2026-11-03T21:00:00Z' }],
  ])('is not confirmed by %s', (_, read) => {
    const again = { at: '2026-11-03T22:00:00Z', listed: false, ...read }
    expect(leaverOf(facts('2026-11-03T22:00:00Z', again))).toMatchObject({ planned: true })
  })

  test('is nothing past due while nobody confirms it', () => {
    const { flags } = ask(facts('2026-11-08T02:00:00Z'), planner)
    expect(flags).toEqual(['absenceUnconfirmed'])
  })

  test('is over when the pupil is listed again', () => {
    const back = { at: '2026-11-03T22:00:00Z', whole: true, listed: true }
    const given = facts('2026-11-03T23:00:00Z', back)
    expect(leaverOf(given)).toBeUndefined()
    expect(ask(given, planner).hiddenFrom).toBeNull()
  })

  test('gives way to a statement that can be acted on', () => {
    const notices = [{ at: '2026-11-03T03:00:00Z', by: 'leaverRow', leftOn: '2026-11-01' }]
    expect(leaverOf({ ...facts('2026-11-03T12:00:00Z'), notices })).toMatchObject({
      dueAt: '2026-11-04T03:00:00Z',
      planned: false,
    })
  })

  test('keeps the date that the record’s own leaving date set, however late a leaver’s row repeats it [R35]', () => {
    const reads = [{ at: '2026-11-02T21:00:00Z', whole: true, listed: true, leaving: '2026-11-02' }]
    const subject = { kind: 'pupil', spells: [{ start: '2021-09-01', leaving: '2026-11-02' }] }
    const notices = [{ at: '2026-11-03T21:00:00Z', by: 'leaverRow', leftOn: '2026-11-02' }]
    expect(leaverOf({ now: '2026-11-03T22:00:00Z', subject, reads, notices })).toMatchObject({
      dueAt: '2026-11-04T00:00:00Z',
      planned: false,
    })
  })

  test('before the first day is none', () => {
    const reads = [{ at: '2026-08-20T02:00:00Z', whole: true, listed: false }]
    const subject = { kind: 'pupil', spells: [{ start: '2026-09-01' }] }
    expect(leaverOf({ now: '2026-09-01T12:00:00Z', subject, reads })).toBeUndefined()
  })
})

describe('of a statement and an absence', () => {
  const seen = { at: '2026-11-02T02:00:00Z', whole: true, listed: true }
  const missing = (at: string) => ({ at, whole: true, listed: false })
  const reads = [seen, missing('2026-11-03T02:00:00Z')]
  const again = [...reads, missing('2026-11-03T22:00:00Z')]
  const stated = (at: string) => [{ at, by: 'leaverRow' }]
  const absent = { dueAt: '2026-11-05T02:00:00Z', fact: { what: 'absent', date: '2026-11-03' } }
  const notice = { fact: { what: 'notice', date: '2026-11-04' } }

  test.for([
    ['the absence counts that is confirmed, where the last day lies ahead', { subject: spell('2026-12-18'), reads: again }, { ...absent, planned: false }],
    ['the earlier counts, where both are planned', { subject: spell('2026-12-18'), reads }, { ...absent, planned: true }],
    ['the statement counts, where no second extract confirms the absence', { subject: spell(), reads, notices: stated('2026-11-04T10:00:00Z') }, { ...notice, dueAt: '2026-11-05T10:00:00Z', planned: false }],
    ['the earlier counts, where both hold', { subject: spell(), reads: again, notices: stated('2026-11-04T10:00:00Z') }, { ...absent, planned: false }],
    ['the statement counts, where it is the earlier', { subject: spell(), reads: again, notices: stated('2026-11-03T03:00:00Z') }, { dueAt: '2026-11-04T03:00:00Z', planned: false, fact: { what: 'notice', date: '2026-11-03' } }],
    ['the last day counts, where the record gives one', { subject: spell('2026-11-01'), reads: again }, { dueAt: '2026-11-04T02:00:00Z', fact: { what: 'leavingDate', date: '2026-11-01' } }],
  ] as const)('%s', ([, given, expected]) => {
    expect(leaverOf({ now: '2026-11-04T12:00:00Z', ...given })).toMatchObject(expected)
  })

  test('an absence hides at once, before the last day that the record gives', () => {
    expect(ask({ now: '2026-11-04T12:00:00Z', subject: spell('2026-12-18'), reads }, planner).hiddenFrom).toBe('2026-11-03T02:00:00Z')
  })

  test('a confirmed absence begins with its confirmation, one that is not with its date', () => {
    const begins = (of: typeof reads) => new Date(leaverOf({ now: '2026-11-04T12:00:00Z', subject: spell(), reads: of })?.begins ?? 0).toISOString()
    expect([begins(again), begins(reads)]).toEqual(['2026-11-03T22:00:00.000Z', '2026-11-05T02:00:00.000Z'])
  })
}) // prettier-ignore

describe('attendance of the year before', () => {
  test.each([
    [
      'the first autumn day where it lies before 1 September',
      '2026-08-27',
      '2026-08-26T23:00:00Z',
      '2026-08-27T23:00:00Z',
    ],
    ['1 September where the school begins later', '2026-09-04', '2026-08-31T23:00:00Z', '2026-09-01T23:00:00Z'],
  ])('is gone a day after %s [R30]', (_, autumnFirst, now, dueAt) => {
    const school = { terms: [{ schoolYear: '2026/27', autumnFirst }] }
    expect(ask({ now, school, subject: spell() }, planner).dates).toMatchObject([
      { rule: 'attendanceYear', item: 'pupil.attendance', dueAt, planned: false },
    ])
  })

  test('is the running year’s until a day of it is over, and then the next one’s', () => {
    const at = (now: string) => ask({ now, subject: spell() }, planner).dates
    const begins = Date.parse('2026-08-31T23:00:00Z')
    expect(at('2026-09-01T22:59:59.999Z')).toEqual([
      { rule: 'attendanceYear', item: 'pupil.attendance', dueAt: '2026-09-01T23:00:00Z', eraseAt: '2026-09-01T03:00:00Z', begins, planned: false, fact: { what: 'attendanceYear', date: '2026-09-01' } },
    ])
    expect(at('2026-09-01T23:00:00Z')).toMatchObject([{ dueAt: '2027-09-01T23:00:00Z', planned: true }])
  }) // prettier-ignore

  test('is planned through the year, and is never what wins over the person’s own date', () => {
    const facts = { now: '2026-11-03T10:00:00Z', subject: spell('2026-12-18') }
    const { dates, wins } = ask(facts, planner)
    expect(dates).toMatchObject([
      { rule: 'leaver' },
      { rule: 'attendanceYear', dueAt: '2027-09-01T23:00:00Z', planned: true },
    ])
    expect(wins).toBe('leaver')
  })
})
