import { describe, expect, test } from 'vitest'
import { topYearOf } from '../../../agreement/retention/top-year.js'
import { ask, portal } from './support.js'

const now = '2026-11-02T12:00:00Z'
const school = { kind: 'secondary', statutoryHighAge: 16 }
const start = '2019-09-01'
const years = (...list: readonly (readonly [string, string])[]) => list.map(([from, year]) => ({ from, year }))
const pupil = (list: ReturnType<typeof years>, more: object = {}) => ({
  kind: 'pupil',
  spells: [{ start }],
  years: list,
  ...more,
})
const stageOf = (given: object) => {
  const { dates, flags } = ask({ now, school, ...given }, portal)
  return [dates.find(({ rule }) => rule === 'stageEnd')?.dueOn ?? null, flags.includes('stageDateUnknown')]
} // prettier-ignore

test.for([
  ['a nursery', { kind: 'nursery', statutoryHighAge: 5 }, null],
  ['a nursery that confirmed one', { kind: 'nursery', topYear: 1 }, null],
  ['a school of which nothing is known', {}, null],
  ['a school that confirmed none', { statutoryHighAge: 11 }, 6],
  ['a school to 19', { statutoryHighAge: 19 }, 13],
  ['a special school to 19', { kind: 'special', statutoryHighAge: 19 }, 14],
  ['a school that is special beside its kind', { special: true, statutoryHighAge: 19 }, 14],
  ['a school that says it is not special', { special: false, statutoryHighAge: 19 }, 13],
  ['a sixth form that is no stage', { statutoryHighAge: 18, post16CountsAsStage: false }, 11],
  ['a sixth form that is one', { statutoryHighAge: 18, post16CountsAsStage: true }, 13],
] as const)('the top year of %s', ([, more, year]) => {
  const facts = { kind: null, topYear: null, statutoryHighAge: null, special: null, post16CountsAsStage: null }
  expect(topYearOf({ ...facts, ...more })).toBe(year)
})

describe('the end of the top year is found', () => {
  const ahead = { spells: [{ start, leaving: '2028-07-20' }] }
  test.for([
    ['by the last of several years before June', pupil(years(['2025-09-01', '9'], ['2025-10-01', '10'], ['2025-11-01', '11'])), ['2027-01-31', false]],
    ['not by a year that comes after the leaving', pupil(years(['2025-09-01', '10'], ['2026-09-01', '11']), { spells: [{ start, leaving: '2026-07-20' }] }), [null, false]],
    ['not by a year that an age will reach, before a leaving that lies ahead', pupil(years(['2026-09-01', 'X']), { ...ahead, dateOfBirth: '2011-10-01' }), [null, false]],
    ['in the year after the holidays in which it was entered', pupil(years(['2025-08-15', '11'])), ['2027-01-31', false]],
    ['and nothing is unknown of the year before such holidays', pupil(years(['2025-08-15', '10'])), [null, false]],
    ['in the year on whose last day it was entered', pupil(years(['2025-07-31', '11'])), ['2026-01-31', false]],
    ['not by a year that is still to come', pupil(years(['2026-11-03', '11'])), [null, true]],
    ['by a year that begins today', pupil(years(['2026-11-02', '11'])), ['2028-01-31', false]],
    ['by a year of the first day of a new spell', pupil(years(['2026-09-01', '11']), { spells: [{ start, leaving: '2025-07-20' }, { start: '2026-09-01' }] }), ['2028-01-31', false]],
    ['not by a year of the spell before', pupil(years(['2024-09-01', '11']), { spells: [{ start, leaving: '2025-07-20' }, { start: '2026-09-01' }] }), [null, true]],
  ] as const)('%s', ([, subject, expected]) => {
    expect(stageOf({ subject })).toEqual(expected)
  })

  const read = (at: string, year: string | null) => ({ at, whole: true, listed: true, year })
  test.for([
    ['by what reads saw, where the MIS gives no history', [read('2025-09-02T02:00:00Z', '11'), read('2026-09-02T02:00:00Z', null)], ['2027-01-31', false]],
    ['not by reads that saw another year', [read('2025-09-02T02:00:00Z', '10')], [null, false]],
    ['not by reads that saw none', [read('2025-09-02T02:00:00Z', null)], [null, true]],
  ] as const)('%s', ([, reads, expected]) => {
    expect(stageOf({ subject: { kind: 'pupil', spells: [{ start }] }, reads })).toEqual(expected)
  })

  test('by the MIS’s history before what reads saw', () => {
    expect(stageOf({ subject: pupil(years(['2025-09-01', '7'])), reads: [read('2025-09-02T02:00:00Z', '11')] })).toEqual([null, false])
  })

  test('later only where the school said that the year is repeated', () => {
    const subject = pupil(years(['2025-09-01', '11']))
    const answered = (answer: string, at: string) => stageOf({ subject, answers: [{ at, rule: 'stageEnd', answer }] })[0]
    expect(answered('repeatsYear', '2026-10-20T10:00:00Z')).toBe('2028-01-31')
    expect(answered('left', '2026-10-20T10:00:00Z')).toBe('2027-01-31')
    expect(answered('repeatsYear', '2024-10-20T10:00:00Z')).toBe('2027-01-31')
  })
}) // prettier-ignore

describe('the end of the top year', () => {
  const subject = pupil(years(['2025-09-01', '11']))
  const stage = (given: object) => ask({ now, school, subject, ...given }, portal).dates[0]

  test('is planned until the summer term’s last day is over', () => {
    expect(stage({ now: '2026-07-31T22:59:59.999Z' })).toMatchObject({ rule: 'stageEnd', planned: true })
    expect(stage({ now: '2026-07-31T23:00:00Z' })).toMatchObject({ rule: 'stageEnd', planned: false })
  })

  test('is led by the margin, unless it was learned late', () => {
    expect(stage({})).toMatchObject({ dueAt: '2027-01-31T00:00:00Z', eraseAt: '2027-01-24T00:00:00Z' })
    const read = (at: string, year: string | null) => ({ at, whole: true, listed: true, year })
    const reads = [read('2027-01-10T02:00:00Z', null), read('2027-01-12T02:00:00Z', '10'), read('2027-01-20T02:00:00Z', '11')]
    expect(stage({ now: '2027-01-20T03:00:00Z', reads })).toMatchObject({ dueAt: '2027-02-17T00:00:00Z', eraseAt: '2027-02-17T00:00:00Z', lateByDays: 17 })
  })
}) // prettier-ignore
