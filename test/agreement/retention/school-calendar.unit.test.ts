import { describe, expect, test } from 'vitest'
import { attendanceStart, attendanceYearOf } from '../../../agreement/retention/attendance-year.js'
import { contractEndsAt, contractIsOver } from '../../../agreement/retention/contract-end.js'
import type { Term } from '../../../agreement/retention/facts.js'
import { firstDayOf, lastDayOf, schoolDayUpTo, schoolYearOf } from '../../../agreement/retention/school-year.js'
import { termFaults } from '../../../agreement/retention/term-faults.js'

const term = (schoolYear: string, more: Partial<Term> = {}): Term => ({
  schoolYear,
  autumnFirst: null,
  summerLast: null,
  breaks: [],
  ...more,
})
const half = { from: '2026-10-24', to: '2026-11-01' }
const spring = { from: '2027-02-15', to: '2027-02-19' }
const winter = { from: '2026-12-19', to: '2027-01-03' }
const whole = [
  term('2025/26', { autumnFirst: '2025-09-03', summerLast: '2026-07-21' }),
  term('2026/27', { autumnFirst: '2026-09-02', summerLast: '2027-07-20', breaks: [half, winter, spring] }),
]

describe('a school year', () => {
  test('begins and ends with its terms, or with September and July where the school gave none', () => {
    const calendar = { terms: whole }
    expect([firstDayOf(2026, calendar), lastDayOf(2026, calendar)]).toEqual(['2026-09-02', '2027-07-20'])
    expect([firstDayOf(2027, calendar), lastDayOf(2027, calendar)]).toEqual(['2027-09-01', '2028-07-31'])
    const begun = { terms: [term('2027/28', { autumnFirst: '2027-09-06' })] }
    expect([firstDayOf(2027, begun), lastDayOf(2027, begun)]).toEqual(['2027-09-06', '2028-07-31'])
  })

  test.for([
    ['2026-09-01', 2025],
    ['2026-09-02', 2026],
    ['2027-08-31', 2026],
    ['2027-09-01', 2027],
  ] as const)('of %s is %i, the summer holidays with the year before them', ([day, year]) => {
    expect(schoolYearOf(day, { terms: whole })).toBe(year)
  })

  test.for([
    ['2026-08-31', 2025],
    ['2026-09-01', 2026],
  ] as const)('of attendance begins in September at the latest: %s lies in %i', ([day, year]) => {
    expect(attendanceYearOf(day, { terms: whole })).toBe(year)
    expect(attendanceStart(2027, { terms: [term('2027/28', { autumnFirst: '2027-08-26' })] })).toBe('2027-08-26')
  })
})

describe('the school day up to a day', () => {
  test.for([
    ['is itself on a Friday', '2026-11-27', '2026-11-27'],
    ['is Friday on a Saturday', '2026-11-28', '2026-11-27'],
    ['is Friday on a Sunday', '2026-11-29', '2026-11-27'],
    ['lies before a break on its first day', '2026-10-24', '2026-10-23'],
    ['lies before a break on its last day', '2026-11-01', '2026-10-23'],
    ['is the first after a break', '2026-11-02', '2026-11-02'],
    ['lies before a break that begins on a Monday', '2027-02-15', '2027-02-12'],
    ['lies before a break that ends on a Friday', '2027-02-19', '2027-02-12'],
    ['is the last of summer in the holidays', '2026-08-30', '2026-07-21'],
    ['is the last of summer on that day', '2026-07-21', '2026-07-21'],
    ['is the first of autumn on that day', '2026-09-02', '2026-09-02'],
  ] as const)('%s', ([, day, expected]) => {
    expect(schoolDayUpTo(day, { terms: whole })).toBe(expected)
  })

  test('is any weekday where the school gave no calendar', () => {
    expect(schoolDayUpTo('2026-08-16', { terms: [] })).toBe('2026-08-14')
  })

  test('is the day itself where the calendar has no school day in a year', () => {
    const always = { breaks: [{ from: '2024-08-01', to: '2028-08-31' }] }
    const terms = [term('2025/26', always), term('2026/27', always)]
    expect(schoolDayUpTo('2026-11-02', { terms })).toBe('2026-11-02')
  })
})

describe('a calendar', () => {
  const next = (more: Partial<Term>) => [whole[0]!, { ...whole[1]!, ...more }]
  const breaks = (...list: readonly (readonly [string, string])[]) => next({ breaks: list.map(([from, to]) => ({ from, to })) })
  const outside = 'outsideSchoolYear'
  const reversed = 'endsBeforeStart'

  test.for([
    ['of two years that follow each other', whole, []],
    ['that says nothing', [term('2026/27')], []],
    ['with a year that stands twice', [...whole, term('2026/27')], [[[2, 'schoolYear'], 'twice']]],
    ['that begins in July', next({ autumnFirst: '2026-07-31' }), [[[1, 'autumnFirst'], outside]]],
    ['that begins in August', next({ autumnFirst: '2026-08-01' }), []],
    ['that ends in August', next({ summerLast: '2027-08-31' }), []],
    ['that ends in September', next({ summerLast: '2027-09-01' }), [[[1, 'summerLast'], outside]]],
    ['that ends on the day it begins', next({ summerLast: '2026-09-02' }), [[[1, 'summerLast'], reversed]]],
    ['that ends before it begins', next({ summerLast: '2026-09-01' }), [[[1, 'summerLast'], reversed]]],
    ['that ends a day later', next({ summerLast: '2026-09-03' }), []],
    ['with a break of a day', breaks(['2026-10-24', '2026-10-24']), []],
    ['with a break that ends before it begins', breaks(['2026-10-24', '2026-10-23']), [[[1, 'breaks', 0, 'to'], reversed]]],
    ['with a break that begins before the year', breaks(['2026-07-31', '2026-08-02']), [[[1, 'breaks', 0], outside]]],
    ['with a break that ends after the year', breaks(['2027-08-31', '2027-09-01']), [[[1, 'breaks', 0], outside]]],
    ['with breaks that touch', breaks(['2026-10-24', '2026-10-25'], ['2026-10-26', '2026-10-27']), []],
    ['with breaks that share a day', breaks(['2026-10-24', '2026-10-25'], ['2026-10-25', '2026-10-27']), [[[1, 'breaks', 1, 'from'], 'overlaps']]],
    ['that begins on the last day of the year before', [term('2025/26', { summerLast: '2026-08-28' }), term('2026/27', { autumnFirst: '2026-08-28' })], [[[1, 'autumnFirst'], 'overlaps']]],
    ['that begins the day after', [term('2025/26', { summerLast: '2026-08-28' }), term('2026/27', { autumnFirst: '2026-08-29' })], []],
    ['of which only the beginning is known', [term('2025/26'), term('2026/27', { autumnFirst: '2026-08-28' })], []],
    ['of which only the end before is known', [term('2025/26', { summerLast: '2026-08-28' }), term('2026/27')], []],
    ['whose years stand in another order', [term('2026/27', { autumnFirst: '2026-08-28' }), term('2025/26', { summerLast: '2026-08-28' })], [[[0, 'autumnFirst'], 'overlaps']]],
  ] as const)('%s is told its faults, each by its place', ([, terms, faults]) => {
    expect(termFaults(terms).map(({ path, code }) => [path, code])).toEqual(faults)
  })
}) // prettier-ignore

describe('a contract', () => {
  test('is over once its last day is behind, and never where it has none', () => {
    const over = (instant: string, endsOn?: string) => contractIsOver({ endsOn }, new Date(instant))
    expect([over('2026-07-31T22:59:59.999Z', '2026-07-31'), over('2026-07-31T23:00:00Z', '2026-07-31')]).toEqual([false, true])
    expect(over('2026-07-31T23:00:00Z')).toBe(false)
  }) // prettier-ignore

  test('ends with its last day, or sooner', () => {
    const ends = (endsOn: string | null, endedAt: number | null) => contractEndsAt({ contract: { startsOn: null, endsOn, endedAt } })
    expect([ends(null, null), ends('2026-07-31', null), ends('2026-07-31', 5), ends(null, 5)]).toEqual([null, Date.parse('2026-07-31T23:00:00Z'), 5, 5])
    expect(contractEndsAt({ contract: null })).toBeNull()
  }) // prettier-ignore
})
