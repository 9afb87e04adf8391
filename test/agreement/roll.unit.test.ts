import { describe, expect, test } from 'vitest'
import type { PeopleRules, Person } from '../../agreement/roll.js'
import { standing } from '../../agreement/roll.js'
import { shippedAgreements } from '../../agreement/shipped.js'

const today = '2026-10-14'
const strict: PeopleRules = { preAdmission: 'untilStart', guests: 'refuse' }
const open: PeopleRules = { preAdmission: 'accept', guests: 'accept' }

type Status = Person['facts']['status']

function pupil(status: Status, start: string | null = '2024-09-03', leaving: string | null = null): Person {
  return { kind: 'pupil', facts: { status, spell: { start, leaving } } }
}

function staff(start: string | null, leaving: string | null = null, status: Status = null): Person {
  return { kind: 'staff', facts: { status, spell: { start, leaving } } }
}

describe('a pupil', () => {
  test.for(['C', 'M', 'S', 'F', 'O', null] as const)('is received with the enrolment status %s [R27]', (status) => {
    expect(standing(pupil(status), strict, today)).toBe('received')
  })

  test.for([
    ['a guest', pupil('G'), 'guest'],
    ['somebody enrolled before', pupil('P'), 'previous'],
    ['a leaver', pupil('C', '2024-09-03', '2026-10-13'), 'left'],
    ['a no-show, who left on the first day', pupil('C', '2026-09-01', '2026-09-01'), 'left'],
    ['a leaver who is a guest since', pupil('G', '2024-09-03', '2026-10-13'), 'left'],
    ['a leaver enrolled before', pupil('P', '2024-09-03', '2026-07-20'), 'left'],
  ] as const)('who is %s is refused [R27]', ([, person, outcome]) => {
    expect(standing(person, strict, today)).toBe(outcome)
  })

  test.for([
    ['before the last day on roll', '2026-10-15', 'received'],
    ['until the end of the last day on roll', '2026-10-14', 'received'],
    ['and gone from the day after', '2026-10-13', 'left'],
  ] as const)('is on roll %s [R27]', ([, leaving, outcome]) => {
    expect(standing(pupil('C', '2024-09-03', leaving), strict, today)).toBe(outcome)
  })

  test.for([
    ['tomorrow', '2026-10-15', 'notYetStarted'],
    ['today', '2026-10-14', 'received'],
    ['yesterday', '2026-10-13', 'received'],
    ['on a day the MIS does not give', null, 'received'],
  ] as const)('who starts %s is not received before that day [R38]', ([, start, outcome]) => {
    expect(standing(pupil('C', start), strict, today)).toBe(outcome)
  })

  test('is received without any facts of time', () => {
    expect(standing({ kind: 'pupil', facts: { status: null, spell: null } }, strict, today)).toBe('received')
  })

  test('is received as a guest, or before the start, where the agreement accepts that', () => {
    expect(standing(pupil('G'), open, today)).toBe('received')
    expect(standing(pupil('C', '2026-10-15'), open, today)).toBe('received')
    expect(standing(pupil('P'), open, today)).toBe('previous')
    expect(standing(pupil('C', '2024-09-03', '2026-10-13'), open, today)).toBe('left')
  })
})

describe('a member of staff', () => {
  test.for([
    ['employed now', staff('2020-09-01'), 'received'],
    ['on the last day', staff('2020-09-01', '2026-10-14'), 'received'],
    ['after the last day', staff('2020-09-01', '2026-10-13'), 'left'],
    ['no longer employed, on a day the MIS does not give', staff('2020-09-01', null, 'P'), 'previous'],
    ['before the first day', staff('2026-10-15'), 'notYetStarted'],
    ['on the first day', staff('2026-10-14'), 'received'],
  ] as const)('%s stands so [R32]', ([, person, outcome]) => {
    expect(standing(person, strict, today)).toBe(outcome)
  })

  test('is not received before the first day even where pupils are [R32] [R38]', () => {
    expect(standing(staff('2026-10-15'), open, today)).toBe('notYetStarted')
  })
})

test.for(shippedAgreements().map(({ id, people }) => ({ id, people })))(
  '$id refuses a guest, a leaver and a future starter [R27] [R38]',
  ({ people }) => {
    const refused = [pupil('G'), pupil('C', '2024-09-03', '2026-10-13'), pupil('C', '2026-10-15')]
    expect(refused.map((person) => standing(person, people, today))).toEqual(['guest', 'left', 'notYetStarted'])
  },
)
