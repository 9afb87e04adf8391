import { describe, expect, test } from 'vitest'
import { isRollover, rolloverFaults } from '../../../agreement/guard/rollover.js'

const term = (schoolYear: string, summerLast: string | null) => ({
  schoolYear,
  summerLast,
  autumnFirst: null,
  breaks: [],
})
const terms = [term('2025/26', '2026-07-17'), term('2026/27', '2027-07-21'), term('2027/28', null)]

describe('the summer’s rollover', () => {
  test.for<readonly [string, boolean]>([
    ['2027-07-20', false],
    ['2027-07-21', false],
    ['2027-07-22', true],
    ['2027-09-01', true],
    ['2027-09-30', true],
    ['2027-10-01', false],
    ['2026-07-17', false],
    ['2026-07-18', true],
    ['2028-07-31', false],
    ['2028-08-01', true],
    ['2027-01-08', false],
    ['2027-12-31', false],
  ])('on %s, by the school’s calendar: %s', ([day, expected]) => {
    expect(isRollover(day, { terms })).toBe(expected)
  })

  test.for<readonly [string, boolean]>([
    ['2027-07-31', false],
    ['2027-08-01', true],
    ['2027-09-30', true],
    ['2027-10-01', false],
  ])('on %s, where the school gave no calendar: %s', ([day, expected]) => {
    expect(isRollover(day, {})).toBe(expected)
    expect(isRollover(day, { terms: [], rollover: [] })).toBe(expected)
  })
})

test.for<readonly [string, boolean]>([
  ['2027-06-13', false],
  ['2027-06-14', true],
  ['2027-06-18', true],
  ['2027-06-25', true],
  ['2027-06-26', false],
  ['2028-01-03', true],
  ['2028-01-04', false],
  ['2027-08-15', true],
])('on %s, beside weeks that the school announced: %s', ([day, expected]) => {
  const rollover = [
    { from: '2027-06-14', to: '2027-06-25' },
    { from: '2028-01-03', to: '2028-01-03' },
  ]
  expect(isRollover(day, { terms, rollover })).toBe(expected)
})

describe('what cannot be announced', () => {
  test.for([
    ['one day', { from: '2027-06-14', to: '2027-06-14' }],
    ['ten weeks', { from: '2027-06-14', to: '2027-08-22' }],
  ] as const)('%s can', ([, weeks]) => {
    expect(rolloverFaults([weeks])).toEqual([])
  })

  test.for([
    [
      'a day that does not exist',
      { from: '2027-06-31', to: '2027-07-02' },
      [[0, 'from', 'noSuchDay', 'Write a day that exists, as 2027-06-14.']],
    ],
    [
      'two that do not exist',
      { from: '2027-02-29', to: 'July' },
      [
        [0, 'from', 'noSuchDay', 'Write a day that exists, as 2027-06-14.'],
        [0, 'to', 'noSuchDay', 'Write a day that exists, as 2027-06-14.'],
      ],
    ],
    [
      'an end before its beginning',
      { from: '2027-06-14', to: '2027-06-13' },
      [[0, 'to', 'endsBeforeStart', 'The last day lies before the first; write the two the other way round.']],
    ],
    [
      'ten weeks and a day',
      { from: '2027-06-14', to: '2027-08-23' },
      [[0, 'to', 'tooLong', 'Announce at most 10 weeks at once; outside them groups that vanish are looked at.']],
    ],
  ] as const)('%s cannot', ([, weeks, faults]) => {
    expect(rolloverFaults([weeks]).map(({ path, code, advice }) => [...path, code, advice])).toEqual(faults)
  })

  test('is named by its place in the list', () => {
    const good = { from: '2027-06-14', to: '2027-06-18' }
    expect(rolloverFaults([good, { ...good, to: '2027-06-01' }, good, { ...good, from: 'x' }])).toMatchObject([
      { path: [1, 'to'] },
      { path: [3, 'from'] },
    ])
  })
})
