import { describe, expect, test } from 'vitest'
import { factsSchema, knownAt } from '../../../agreement/retention/facts.js'
import { isLeaving, leavingOf, showsOnRoll } from '../../../agreement/retention/leaving.js'
import type { Leaving } from '../../../agreement/retention/leaving.js'

const now = '2026-11-24T12:00:00Z'
const pupil = { kind: 'pupil', spells: [{ start: '2020-09-01' }] }
const nothing = { lastDay: null, lastDayLearned: null, stated: null, absent: null, absenceConfirmed: null, told: false, stillOnRoll: false } // prettier-ignore

/** What is known of a leaving, instants as text; of what is not named, nothing. */
function leavingIn(given: object) {
  const { spells: _, ...leaving } = leavingOf(knownAt(factsSchema.parse({ now, school: {}, subject: pupil, ...given })))
  const text = (instant: number | null) => instant && new Date(instant).toISOString().replace('.000', '')
  const { lastDayLearned, stated, absent, absenceConfirmed } = leaving
  return {
    ...leaving,
    lastDayLearned: text(lastDayLearned),
    stated: text(stated),
    absent: text(absent),
    absenceConfirmed: text(absenceConfirmed),
  }
}

const first = '2026-11-01T02:00:00Z'
const second = '2026-11-02T02:00:00Z'
const third = '2026-11-03T02:00:00Z'
const row = (at: string, leftOn?: string, by = 'leaverRow') => ({ at, by, leftOn })
const listed = (at: string, more: object = {}) => ({ at, whole: true, listed: true, ...more })
const missing = (at: string, extractedAt?: string) => ({ at, whole: true, listed: false, extractedAt })
const left = (leaving: string) => ({ kind: 'pupil', spells: [{ start: '2020-09-01', leaving }] })

describe('of a leaving is known', () => {
  test.for([
    ['nothing where nobody said anything', {}, {}],
    ['what two notices say: the day of the later, since the first', { notices: [row(first, '2026-10-20'), row(second, '2026-10-25')] }, { lastDay: '2026-10-25', stated: first, lastDayLearned: second }],
    ['the day of the notice that gives one', { notices: [row(first, '2026-10-20'), row(second)] }, { lastDay: '2026-10-20', stated: first, lastDayLearned: first }],
    ['the day of the record before that of a notice', { subject: left('2026-10-30'), notices: [row(first, '2026-10-20')] }, { lastDay: '2026-10-30', stated: first, lastDayLearned: first }],
    ['the day of the leavers’ list, where the record was read on roll before with a later one', { subject: left('2026-12-18'), reads: [listed(first, { leaving: '2026-12-18' }), missing(second)], notices: [row(second, '2026-11-01')] }, { lastDay: '2026-11-01', stated: second, lastDayLearned: second, absent: second }],
    ['the day of the record, where a read shows it after what the leavers’ list said', { subject: left('2026-12-18'), reads: [listed(second, { leaving: '2026-12-18' })], notices: [row(first, '2026-10-20')] }, { lastDay: '2026-12-18', stated: first, lastDayLearned: second }],
    ['the day of the record, whatever day the school gives', { subject: left('2026-12-18'), reads: [listed(first, { leaving: '2026-12-18' })], notices: [row(second, '2026-11-01', 'api')] }, { lastDay: '2026-12-18', stated: second, lastDayLearned: first, told: true }],
    ['the day of the record, where the leavers’ list speaks of a day before the spell', { subject: { kind: 'pupil', spells: [{ start: '2026-09-01', leaving: '2026-12-18' }] }, reads: [listed(first, { leaving: '2026-12-18' }), missing(second)], notices: [row(second, '2026-07-20')] }, { lastDay: '2026-12-18', stated: second, lastDayLearned: first, absent: second }],
    ['the day of the record, since the read that first said it', { subject: left('2026-10-30'), reads: [listed(first, { leaving: '2026-10-30' })], notices: [row(second, '2026-10-30')] }, { lastDay: '2026-10-30', stated: second, lastDayLearned: first }],
    ['the day of the record, since the notice that first said it', { subject: left('2026-10-30'), reads: [listed(second, { leaving: '2026-10-30' })], notices: [row(first, '2026-10-30')] }, { lastDay: '2026-10-30', stated: first, lastDayLearned: first }],
    ['a day of which nobody can say when it was learned', { subject: left('2026-10-30') }, { lastDay: '2026-10-30' }],
    ['a day since the absence, where nobody said it', { subject: left('2026-10-30'), reads: [missing(second)] }, { lastDay: '2026-10-30', lastDayLearned: second, absent: second }],
    ['nothing of an opt-out', { notices: [row(first, undefined, 'optOut')] }, {}],
    ['what the school told us', { notices: [row(first, undefined, 'api')] }, { stated: first, told: true }],
    ['what the school answered', { answers: [{ at: first, rule: 'stageEnd', answer: 'left' }] }, { stated: first, told: true }],
    ['nothing of another answer', { answers: [{ at: first, rule: 'stageEnd', answer: 'repeatsYear' }] }, {}],
    ['the first of an answer and a notice', { answers: [{ at: second, rule: 'stageEnd', answer: 'left' }], notices: [row(first)] }, { stated: first, told: true }],
    ['the first of a notice and an answer', { answers: [{ at: first, rule: 'stageEnd', answer: 'left' }], notices: [row(second)] }, { stated: first, told: true }],
    ['what was said before the start of an only spell', { subject: { kind: 'pupil', spells: [{ start: '2026-11-10' }] }, notices: [row(first)] }, { stated: first }],
    ['that the MIS calls somebody a previous pupil, listed or not', { subject: { ...pupil, status: 'P' }, reads: [listed(first), missing(second)] }, { stated: now, absent: second }],
    ['that the MIS calls somebody a previous pupil: now, at the latest', { subject: { ...pupil, status: 'P' }, reads: [listed(first)] }, { stated: now }],
    ['nothing of a previous pupil who was never read on roll', { subject: { ...pupil, status: 'P' }, reads: [listed(first, { start: '2027-01-01' })] }, {}],
    ['nothing of staff by a status of pupils', { subject: { ...pupil, kind: 'staff', status: 'P' }, reads: [listed(first)] }, {}],
    ['nothing once a later whole read shows the pupil', { notices: [row(first, '2026-10-20')], reads: [listed(second)] }, {}],
    ['nothing once a read of that instant shows the pupil', { notices: [row(first)], reads: [listed(first)] }, {}],
    ['what was said after the last read', { notices: [row(second)], reads: [listed(first)] }, { stated: second }],
    ['what the school told, whatever a read shows', { notices: [row(first, '2026-10-20', 'api')], reads: [listed(second)] }, { lastDay: '2026-10-20', lastDayLearned: first, stated: first, told: true, stillOnRoll: true }],
  ] as const)('%s', ([, given, expected]) => {
    expect(leavingIn(given)).toEqual({ ...nothing, ...expected })
  })
}) // prettier-ignore

describe('of an earlier spell', () => {
  const spells = [{ start: '2020-09-01', leaving: '2025-07-20' }, { start: '2026-09-01', leaving: null }] // prettier-ignore
  const saidOf = (...notices: object[]) => leavingIn({ subject: { kind: 'pupil', spells }, notices }).stated

  test('a notice speaks no more, by the day that it gives or the one on which it came', () => {
    expect(saidOf(row(first, '2026-08-31', 'api'))).toBeNull()
    expect(saidOf(row('2026-08-30T12:00:00Z', undefined, 'api'))).toBeNull()
  })

  test('one of the new spell’s first day does', () => {
    expect(saidOf(row(first, '2026-09-01', 'api'))).toBe(first)
    expect(saidOf(row('2026-09-01T12:00:00Z', undefined, 'api'))).toBe('2026-09-01T12:00:00Z')
  })

  test('an absence from before the new spell’s start tells nothing', () => {
    const absent = (at: string) => leavingIn({ subject: { kind: 'pupil', spells }, reads: [missing(at)] }).absent
    expect([absent('2026-08-30T02:00:00Z'), absent('2026-09-01T02:00:00Z')]).toEqual([null, '2026-09-01T02:00:00Z'])
  })
})

describe('an absence', () => {
  test.for([
    ['begins with the first whole read without the pupil', [listed(first), missing(second), missing(third)], second, third],
    ['begins anew after a read that shows the pupil', [missing(first), listed(second), missing(third)], third, null],
    ['is none where the read was not whole', [{ ...missing(first), whole: false }], null, null],
    ['is confirmed by no read of the same extract', [missing(first, first), missing(second, first)], first, null],
    ['is confirmed by a newer extract', [missing(first, '2026-10-31T20:00:00Z'), missing(second, first)], first, second],
    ['is taken back by a read that shows the pupil', [missing(first), listed(second)], null, null],
    ['is not taken back by a read with a start ahead', [missing(first), listed(second, { start: '2027-01-01' })], first, null],
  ] as const)('%s', ([, reads, absent, absenceConfirmed]) => {
    expect(leavingIn({ reads })).toMatchObject({ absent, absenceConfirmed })
  })

  test('that we were told of counts as one, and a later read confirms it', () => {
    const notices = [row(first, undefined, 'absent')]
    expect(leavingIn({ notices })).toEqual({ ...nothing, absent: first })
    expect(leavingIn({ notices, reads: [missing(second)] })).toMatchObject({ absent: first, absenceConfirmed: second })
    expect(leavingIn({ notices: [row(second, undefined, 'absent')], reads: [missing(first)] })).toMatchObject({ absent: first, absenceConfirmed: second })
  })
}) // prettier-ignore

describe('somebody who left is on roll still', () => {
  test.for([
    ['where the latest whole read of a later day shows it', [listed('2026-10-31T02:00:00Z')], true],
    ['not by a read of the last day itself', [listed('2026-10-30T12:00:00Z')], false],
    ['not where the latest whole read lacks the person', [listed('2026-10-31T02:00:00Z'), missing(first)], false],
    [
      'whatever a read shows that is not whole',
      [listed('2026-10-31T02:00:00Z'), { ...missing(first), whole: false }],
      true,
    ],
    ['not where nobody was read', [], false],
  ] as const)('%s', ([, reads, stillOnRoll]) => {
    expect(leavingIn({ subject: left('2026-10-30'), reads })).toMatchObject({ stillOnRoll })
  })

  test('by the day of the statement, where no last day is known', () => {
    const notices = [row(first, undefined, 'api')]
    expect(leavingIn({ notices, reads: [listed(second)] }).stillOnRoll).toBe(true)
    expect(leavingIn({ notices, reads: [listed('2026-11-01T12:00:00Z')] }).stillOnRoll).toBe(false)
  })
})

test.for([
  ['listed', {}, 'C', true],
  ['without a status', {}, null, true],
  ['in a read that was not whole', { whole: false }, 'C', false],
  ['not listed', { listed: false }, 'C', false],
  ['a guest', {}, 'G', false],
  ['a previous pupil', {}, 'P', false],
  ['on the first day', { start: '2026-11-01' }, 'C', true],
  ['before the first day', { start: '2026-11-02' }, 'C', false],
  ['on the last day', { leaving: '2026-11-01' }, 'C', true],
  ['after the last day', { leaving: '2026-10-31' }, 'C', false],
] as const)('a read shows on roll who is %s: %s', ([, more, status, shows]) => {
  const read = { at: Date.parse(first), whole: true, listed: true, extractedAt: null, leaving: null, start: null, year: null }
  expect(showsOnRoll({ ...read, ...more }, status)).toBe(shows)
}) // prettier-ignore

test('a day, a statement or an absence is something known of a leaving', () => {
  const leaving: Leaving = { ...nothing, spells: { present: null, before: null, announced: null, overlap: false } }
  const some = [{ lastDay: '2026-10-30' }, { stated: 1 }, { absent: 1 }].map((one) => isLeaving({ ...leaving, ...one }))
  expect([isLeaving(leaving), ...some]).toEqual([false, true, true, true])
})
