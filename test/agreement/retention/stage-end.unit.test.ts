import { describe, expect, test } from 'vitest'
import { ask, portal } from './support.js'

const now = '2026-11-02T12:00:00Z'
const start = '2019-09-01'
const inYear = (year: string | number, from = '2025-09-01') => ({
  kind: 'pupil',
  spells: [{ start }],
  years: [{ from, year: String(year) }],
})

describe.each([
  ['an infant school', { kind: 'infant', statutoryHighAge: 7 }, 2],
  ['a first school to 8', { kind: 'first', statutoryHighAge: 8 }, 3],
  ['a first school to 9', { kind: 'first', statutoryHighAge: 9 }, 4],
  ['a first school to 10', { kind: 'first', statutoryHighAge: 10 }, 5],
  ['a junior school', { kind: 'junior', statutoryHighAge: 11 }, 6],
  ['a primary school', { kind: 'primary', statutoryHighAge: 11 }, 6],
  ['a first and middle school', { kind: 'middle', statutoryHighAge: 12 }, 7],
  ['a middle school', { kind: 'middle', statutoryHighAge: 13 }, 8],
  ['a middle school to 14', { kind: 'middle', statutoryHighAge: 14 }, 9],
  ['an 11–16 school', { kind: 'secondary', statutoryHighAge: 16 }, 11],
  ['an 11–18 school', { kind: 'secondary', statutoryHighAge: 18 }, 13],
  ['an 11–19 school', { kind: 'secondary', statutoryHighAge: 19 }, 13],
  ['an all-through school', { kind: 'allThrough', statutoryHighAge: 18 }, 13],
  ['a special school to 16', { kind: 'special', statutoryHighAge: 16 }, 11],
  ['a special school to 19', { kind: 'special', statutoryHighAge: 19 }, 14],
  ['a school that is special beside its kind', { kind: 'allThrough', special: true, statutoryHighAge: 19 }, 14],
  ['an 11–18 school whose sixth form is no stage', { statutoryHighAge: 18, post16CountsAsStage: false }, 11],
  ['a school that confirmed another year', { statutoryHighAge: 18, topYear: 11 }, 11],
  ['a unit that confirmed its year', { kind: 'pru', topYear: 9 }, 9],
] as const)('in %s', (_, school, top) => {
  test('the top year’s pupils are due six months after its end [R15]', () => {
    const { dates, wins } = ask({ now, school, subject: inYear(top) }, portal)
    expect(dates).toMatchObject([{ rule: 'stageEnd', dueOn: '2027-01-31', planned: false }])
    expect(wins).toBe('stageEnd')
  })

  test('the year below is not due', () => {
    const subject = { ...inYear(top - 1 || 'R'), years: [{ from: '2026-09-01', year: String(top - 1 || 'R') }] }
    expect(ask({ now, school, subject }, portal)).toMatchObject({ dates: [], wins: null, flags: [] })
  })
})

const secondary = { kind: 'secondary', statutoryHighAge: 16 }

test.each([
  ['31 May counts for the year that runs', '2026-05-31', '2027-01-31', false],
  ['1 June is the next year’s', '2026-06-01', '2028-01-31', true],
  ['31 August is the next year’s', '2026-08-31', '2028-01-31', true],
])('a move to the top year on %s', (_, from, dueOn, planned) => {
  const years = [
    { from: '2025-09-01', year: '10' },
    { from, year: '11' },
  ]
  const subject = { kind: 'pupil', spells: [{ start }], years }
  expect(ask({ now, school: secondary, subject }, portal).dates).toMatchObject([{ dueOn, planned }])
})

test.each([
  [
    'beyond the top year on 15 June',
    [
      { from: '2025-09-01', year: '11' },
      { from: '2026-06-15', year: '12' },
    ],
  ],
  ['not at all over the summer', [{ from: '2025-09-01', year: '11' }]],
  ['a year above the top', [{ from: '2025-09-01', year: '13' }]],
  ['a first value that comes in June', [{ from: '2026-06-20', year: '11' }]],
])('is due six months after the top year’s end with %s', (_, years) => {
  const subject = { kind: 'pupil', spells: [{ start }], years }
  expect(ask({ now, school: secondary, subject }, portal).dates).toMatchObject([{ dueOn: '2027-01-31' }])
})

test('takes the last day of the summer term from the school’s calendar', () => {
  const terms = [{ schoolYear: '2025/26', autumnFirst: '2025-09-03', summerLast: '2026-07-21' }]
  expect(ask({ now, school: { ...secondary, terms }, subject: inYear(11) }, portal).dates).toMatchObject([
    { dueOn: '2027-01-21', fact: { what: 'stageEnd', date: '2026-07-21' } },
  ])
})

test.each([
  ['31 August', '2007-08-31', ['stageEnd']],
  ['1 September', '2007-09-01', []],
])('finds the year of a pupil without one by age: born on %s 2007', (_, dateOfBirth, rules) => {
  const subject = { ...inYear('X'), dateOfBirth }
  const { dates } = ask({ now: '2026-08-01T00:00:00Z', school: { kind: 'special', topYear: 14 }, subject }, portal)
  expect(dates.map(({ rule }) => rule)).toEqual(rules)
})

test.each([
  ['the source gives no year', secondary, { kind: 'pupil', spells: [{ start }] }],
  ['the year is X and no date of birth is granted', secondary, inYear('X')],
  ['the school is a nursery', { kind: 'nursery' }, inYear('N2')],
  ['nobody said which year is the top', { kind: 'secondary' }, inYear(11)],
])('says so, never silently, when %s', (_, school, subject) => {
  expect(ask({ now, school, subject }, portal)).toMatchObject({ dates: [], flags: ['stageDateUnknown'] })
})

test.each([
  ['R', 0, ['stageEnd']],
  ['N2', 0, []],
  ['N1', 0, []],
])('counts early years below the first: %s under a top year of %i', (year, topYear, rules) => {
  const { dates, flags } = ask({ now, school: { kind: 'infant', topYear }, subject: inYear(year) }, portal)
  expect([dates.map(({ rule }) => rule), flags]).toEqual([rules, []])
})

test('lets a pupil repeat the top year when the school says so', () => {
  const answers = [{ at: '2026-10-20T10:00:00Z', rule: 'stageEnd', answer: 'repeatsYear' }]
  expect(ask({ now, school: secondary, subject: inYear(11), answers }, portal).dates).toMatchObject([
    { dueOn: '2028-01-31', planned: true },
  ])
})

test('takes the earlier date of one who left within the top year', () => {
  const subject = { ...inYear(11), spells: [{ start, leaving: '2026-03-13' }] }
  const { dates, wins } = ask({ now: '2026-08-10T00:00:00Z', school: secondary, subject }, portal)
  expect(dates).toMatchObject([
    { rule: 'leaver', dueOn: '2026-09-13' },
    { rule: 'stageEnd', dueOn: '2027-01-31' },
  ])
  expect(wins).toBe('leaver')
})

test('settles a tie in the order of the codes', () => {
  const subject = { ...inYear(11), spells: [{ start, leaving: '2026-07-31' }] }
  expect(ask({ now, school: secondary, subject }, portal)).toMatchObject({
    wins: 'leaver',
    dates: [{ dueOn: '2027-01-31' }, { dueOn: '2027-01-31' }],
    asks: [],
  })
})

test('asks the school 90, 30 and 7 days before, each on a weekday where it gave no calendar', () => {
  expect(ask({ now, school: secondary, subject: inYear(11) }, portal).asks).toEqual([
    '2026-11-02',
    '2027-01-01',
    '2027-01-22',
  ])
})

test('asks on school days only where it gave one', () => {
  const terms = [
    { schoolYear: '2025/26', summerLast: '2026-07-31' },
    {
      schoolYear: '2026/27',
      breaks: [
        { from: '2026-10-24', to: '2026-11-02' },
        { from: '2026-12-19', to: '2027-01-03' },
      ],
    },
  ]
  expect(ask({ now, school: { ...secondary, terms }, subject: inYear(11) }, portal).asks).toEqual([
    '2026-10-23',
    '2026-12-18',
    '2027-01-22',
  ])
})

test('leaves 28 days after the top year was first learned', () => {
  const reads = [{ at: '2027-01-20T02:00:00Z', whole: true, listed: true, year: '11' }]
  const subject = inYear(11)
  expect(ask({ now: '2027-01-20T03:00:00Z', school: secondary, subject, reads }, portal).dates).toMatchObject([
    { dueOn: '2027-02-17', lateByDays: 17 },
  ])
})

test('forgets the top year of an earlier spell', () => {
  const spells = [{ start, leaving: '2026-07-20' }, { start: '2026-09-01' }]
  const years = [
    { from: '2025-09-01', year: '11' },
    { from: '2026-09-01', year: '10' },
  ]
  expect(ask({ now, school: secondary, subject: { kind: 'pupil', spells, years } }, portal).dates).toEqual([])
})

test('is no rule of an agreement that has none', () => {
  expect(ask({ now, school: secondary, subject: inYear(11) }, { ...portal, stageEnd: null })).toMatchObject({
    dates: [],
    flags: [],
  })
})
