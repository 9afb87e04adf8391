import { describe, expect, test } from 'vitest'
import { isDueToLeave } from '../../../agreement/guard/cohort.js'
import { factsSchema } from '../../../agreement/retention/facts.js'

const secondary = { kind: 'secondary', statutoryHighAge: 16 }
const start = '2022-09-01'

interface Given {
  readonly now?: string
  readonly school?: object
  readonly years?: readonly { readonly from: string; readonly year: string }[]
  readonly dateOfBirth?: string
  readonly spells?: readonly object[]
  readonly answers?: readonly object[]
}

/** A pupil who was in one year for the whole of 2026/27, asked about in the August after it. */
const isDue = ({ now = '2027-08-10T02:00:00Z', school = secondary, answers = [], ...subject }: Given) =>
  isDueToLeave(factsSchema.parse({ now, school, answers, subject: { kind: 'pupil', spells: [{ start }], ...subject } }))

const inYear = (year: string, from = '2026-09-01') => ({ years: [{ from, year }] })

describe.for([
  ['an infant school', { kind: 'infant', statutoryHighAge: 7 }, 2],
  ['a first school', { kind: 'first', statutoryHighAge: 9 }, 4],
  ['a primary school', { kind: 'primary', statutoryHighAge: 11 }, 6],
  ['a middle school', { kind: 'middle', statutoryHighAge: 13 }, 8],
  ['an 11–16 school', secondary, 11],
  ['an 11–18 school', { kind: 'secondary', statutoryHighAge: 18 }, 13],
  ['an all-through school', { kind: 'allThrough', statutoryHighAge: 18 }, 13],
  ['a special school', { kind: 'special', statutoryHighAge: 19 }, 14],
  ['a school that confirmed another year', { kind: 'secondary', statutoryHighAge: 18, topYear: 11 }, 11],
] as const)('in %s', ([, school, top]) => {
  test('the top year is due to leave, and the year above it; the year below is not', () => {
    expect(isDue({ school, ...inYear(String(top)) })).toBe(true)
    if (top < 14) expect(isDue({ school, ...inYear(String(top + 1)) })).toBe(true)
    expect(isDue({ school, ...inYear(String(top - 1)) })).toBe(false)
  })
})

describe('of the top year', () => {
  const terms = [{ schoolYear: '2026/27', autumnFirst: '2026-09-03', summerLast: '2027-07-21' }]
  test.for<readonly [string, object, boolean]>([
    ['2027-07-31T12:00:00Z', secondary, false],
    ['2027-07-31T23:30:00Z', secondary, true],
    ['2027-08-01T02:00:00Z', secondary, true],
    ['2027-07-21T12:00:00Z', { ...secondary, terms }, false],
    ['2027-07-22T02:00:00Z', { ...secondary, terms }, true],
    ['2027-03-01T02:00:00Z', secondary, false],
    ['2027-10-20T02:00:00Z', secondary, true],
    ['2029-03-01T02:00:00Z', secondary, true],
  ])('on %s', ([now, school, due]) => {
    expect(isDue({ now, school, ...inYear('11') })).toBe(due)
  })

  test('one who was moved up in the summer is not, and one moved beyond it is', () => {
    const moved = (to: string) => [
      { from: '2026-09-01', year: String(Number(to) - 1) },
      { from: '2027-07-05', year: to },
    ]
    expect(isDue({ years: moved('11') })).toBe(false)
    expect(isDue({ years: moved('12') })).toBe(true)
  })

  test('one who repeats it is not', () => {
    const answers = [{ at: '2027-09-20T10:00:00Z', rule: 'stageEnd', answer: 'repeatsYear' }]
    const now = '2027-10-20T02:00:00Z'
    expect(isDue({ now, answers, ...inYear('11') })).toBe(false)
  })

  test('is judged by what was known, in the order of time', () => {
    const years = [
      { from: '2026-09-01', year: '11' },
      { from: '2025-09-01', year: '10' },
    ]
    expect(isDue({ years })).toBe(true)
    expect(isDue({ years: [...years].reverse() })).toBe(true)
  })
})

test('year X goes by age', () => {
  const special = { kind: 'special', topYear: 14 }
  expect(isDue({ school: special, dateOfBirth: '2008-08-31', ...inYear('X') })).toBe(true)
  expect(isDue({ school: special, dateOfBirth: '2008-09-01', ...inYear('X') })).toBe(false)
})

test.for<readonly [string, Given]>([
  ['the source gives no year', {}],
  ['the year is X and no date of birth is granted', inYear('X')],
  ['the school is a nursery', { school: { kind: 'nursery', topYear: 2 }, ...inYear('N2') }],
  ['nobody said which year is the top', { school: { kind: 'secondary' }, ...inYear('11') }],
])('nothing is explained where %s', ([, given]) => {
  expect(isDue(given)).toBe(false)
})
