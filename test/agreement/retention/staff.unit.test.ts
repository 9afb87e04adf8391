import { describe, expect, test } from 'vitest'
import { ask, askAfter, planner, portal } from './support.js'

const spells = [{ start: '2020-09-01', leaving: '2026-08-31' }]
const subject = { kind: 'staff', spells }
const now = '2026-09-02T00:00:00Z'
const erasing = { ...planner, staffLeaver: 'erase' } as const
const listed = (at: string) => ({ at, whole: true, listed: true })

describe('of a member of staff', () => {
  test('who left the cap is the only date, from the day that the disabling ended', () => {
    const begins = Date.parse('2026-08-31T23:00:00Z')
    expect(ask({ now, subject }, planner).dates).toEqual([
      { rule: 'staffCap', dueOn: '2027-02-28', dueAt: '2027-02-28T00:00:00Z', eraseAt: '2027-02-21T00:00:00Z', begins, planned: false, fact: { what: 'leavingDate', date: '2026-08-31' } },
    ])
  }) // prettier-ignore

  test('whose last day nobody gives it counts from the notice', () => {
    const notices = [{ at: '2026-08-31T15:00:00Z', by: 'leaverRow' }]
    expect(ask({ now, subject: { kind: 'staff' }, notices }, erasing).dates).toMatchObject([
      { rule: 'staffLeft', dueAt: '2026-09-01T15:00:00Z', fact: { what: 'notice', date: '2026-08-31' } },
    ])
  })

  test.for([
    ['2026-08-31T22:59:59.999Z', true],
    ['2026-08-31T23:00:00Z', false],
  ] as const)('the date is planned until the last day is over: at %s %s', ([at, planned]) => {
    expect(ask({ now: at, subject }, planner).dates).toMatchObject([{ rule: 'staffCap', planned }])
  })

  test('whom the school said to delete a day is left, and no answer of another kind deletes anybody', () => {
    const answers = [{ at: '2026-09-01T15:00:00Z', rule: 'staffCap', answer: 'delete' }]
    expect(ask({ now, subject: { kind: 'staff' }, answers }, planner).dates).toMatchObject([
      { rule: 'staffDeletedBySchool', dueAt: '2026-09-02T15:00:00Z', planned: false, fact: { what: 'deletedBySchool', date: '2026-09-01' } },
    ])
    const repeats = [{ ...answers[0], answer: 'repeatsYear' }]
    expect(ask({ now, subject: { kind: 'staff' }, answers: repeats }, planner).dates).toEqual([])
  }) // prettier-ignore

  test('a tie is settled in the order of the codes', () => {
    const answers = [{ at: '2027-02-27T00:00:00Z', rule: 'staffCap', answer: 'delete' }]
    const { dates } = ask({ now: '2027-02-27T12:00:00Z', subject, answers }, planner)
    expect(dates.map(({ rule, dueAt }) => [rule, dueAt])).toEqual([
      ['staffDeletedBySchool', '2027-02-28T00:00:00Z'],
      ['staffCap', '2027-02-28T00:00:00Z'],
    ])
  })

  test('nothing is reported as of a pupil, and nothing hides before the last day is over', () => {
    const later = { kind: 'staff', spells: [{ start: '2020-09-01', leaving: '2026-12-18' }] }
    const reads = [listed('2026-11-02T02:00:00Z'), { at: '2026-11-03T02:00:00Z', whole: true, listed: false }]
    const seen = { leftFrom: null, hiddenFrom: null, disabledFrom: '2026-12-19T00:00:00Z' }
    expect(ask({ now: '2026-11-04T00:00:00Z', subject: later, reads }, planner)).toMatchObject(seen)
    expect(ask({ now: '2026-11-04T00:00:00Z', subject: later, reads }, portal)).toMatchObject(seen)
  })

  test('who is listed after leaving access ends all the same', () => {
    const reads = [listed('2026-09-01T02:00:00Z')]
    expect(ask({ now, subject, reads }, portal).disabledFrom).toBe('2026-08-31T23:00:00Z')
  })

  test('attendance is no matter', () => {
    expect(ask({ now, subject: { kind: 'staff', spells: [{ start: '2020-09-01' }] } }, planner).dates).toEqual([])
  })
})

describe('a change of policy gives no notice of what was told after it', () => {
  const notices = [{ at: '2026-12-01T12:00:00Z', by: 'leaverRow' }]
  const given = { now: '2026-12-02T00:00:00Z', subject: { kind: 'staff' }, notices }
  const accepted = '2026-11-24T12:00:00Z'

  test('staff who are erased now go in a day', () => {
    const [date] = askAfter(given, planner, [accepted, erasing]).dates
    expect(date).toMatchObject({ rule: 'staffLeft', dueAt: '2026-12-02T12:00:00Z' })
  })

  test('a shorter cap counts in full', () => {
    const [date] = askAfter(given, planner, [accepted, { ...planner, staffMaxDisabled: 'P3M' }]).dates
    expect(date).toMatchObject({ rule: 'staffCap', dueOn: '2027-03-01' })
    expect(date).not.toHaveProperty('notBefore')
  })
})
