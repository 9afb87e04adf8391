import { describe, expect, test } from 'vitest'

import { isPupil, isStaff, rolesOf } from '../../../connectors/oneroster/translate/roles.js'
import { spellOf } from '../../../connectors/oneroster/translate/enrolments.js'
import type { Enrolment } from '../../../connectors/oneroster/translate/enrolments.js'
import { dayIn, instantIn, lastDayIn } from '../../../connectors/oneroster/translate/days.js'
import { numbersOf } from '../../../connectors/oneroster/translate/numbers.js'
import { registrationOf } from '../../../connectors/oneroster/translate/person.js'
import type { Person } from '../../../connectors/oneroster/translate/person.js'
import { yearOf } from '../../../connectors/oneroster/translate/year.js'

const block = (row: Readonly<Record<string, unknown>>) => ({ row, at: 'students[0]' })

describe('the numbers of a person', () => {
  const none = { misId: null, upn: null, uln: null }
  test.for([
    [{ identifier: '002201' }, { misId: '002201' }],
    [{ identifier: 'A801200000001' }, { upn: 'A801200000001' }],
    [
      {
        identifier: '7',
        userIds: [
          { type: 'UPN', identifier: 'X1' },
          { type: 'Uln', identifier: '123' },
        ],
      },
      { misId: '7', upn: 'X1', uln: '123' },
    ],
    [
      { identifier: 'A801200000001', userIds: [{ type: 'MIS', identifier: '7' }] },
      { misId: '7', upn: 'A801200000001' },
    ],
    [
      {
        identifier: '7',
        userIds: [
          { type: 'mis-id', identifier: '8' },
          { type: 'LDAP', identifier: 'x' },
        ],
      },
      { misId: '8' },
    ],
    [{ metadata: { 'uk.upn': 'X1', 'ext:ULN': '123' } }, { upn: 'X1', uln: '123' }],
    [{ metadata: { group: 'X1', upnStatus: 'permanent' } }, {}],
    [{ userIds: null, metadata: null, identifier: ' ' }, {}],
    [{ userIds: [], metadata: [], identifier: 2201 }, { misId: '2201' }],
  ] as const)('%j', ([row, found]) => {
    expect(numbersOf(block(row))).toEqual({ ...none, ...found })
  })
})

describe('the year', () => {
  test.for([
    [['07'], '7'],
    [['7'], '7'],
    ['7', '7'],
    [['Year 11'], '11'],
    [['Y4'], '4'],
    [['Reception'], 'R'],
    [['R'], 'R'],
    [['00'], 'R'],
    [['X'], 'X'],
    [['KG'], 'KG'],
    [['07', '08'], null],
    [[], null],
    [null, null],
  ] as const)('%j is %s', ([grades, year]) => {
    expect(yearOf(block({ grades }))).toBe(year)
  })
})

describe('days', () => {
  test.for([
    ['2026-03-01', '2026-03-01', '2026-02-28'],
    ['2026-09-01T00:00:00.000Z', '2026-09-01', '2026-08-31'],
    ['', null, null],
    [null, null, null],
    ['0000-00-00', null, null],
  ] as const)('%s ends with the day before it', ([written, day, last]) => {
    expect([dayIn(block({ day: written }), 'day'), lastDayIn(block({ day: written }), 'day')]).toEqual([day, last])
  })

  test.for([['soon'], ['01/09/2026'], ['2026-02-30'], [true]] as const)(
    '%j stops the read, without being said',
    ([day]) => {
      expect(() => dayIn(block({ beginDate: day }), 'beginDate')).toThrow('students[0].beginDate: not_a_date')
    },
  )

  test('an instant is told on in UTC, and what is none is not', () => {
    const at = (text: string) => instantIn(block({ at: text }), 'at')
    expect([at('2026-02-12T02:07:21.000+01:00'), at('yesterday')]).toEqual(['2026-02-12T01:07:21.000Z', null])
  })
})

describe('roles', () => {
  const org = { sourcedId: 'o1' }
  test.for([
    ['the one of 1.1', { role: 'student', orgs: [org] }, ['student'], false],
    ['without schools', { role: 'student' }, ['student'], false],
    ['a single org that is no list', { role: 'teacher', orgs: org }, ['teacher'], false],
    ['at another school', { role: 'student', orgs: [{ sourcedId: 'o2' }] }, [], true],
    [
      'several of 1.2',
      {
        roles: [
          { role: 'student', org },
          { role: 'aide', org: { sourcedId: 'o2' } },
        ],
      },
      ['student'],
      false,
    ],
    ['of 1.2 at another school', { roles: [{ role: 'student', org: { sourcedId: 'o2' } }] }, [], true],
    ['of a provider’s own', { role: 'ext:Cover Supervisor', orgs: [org] }, ['extcoversupervisor'], false],
  ] as const)('%s', ([, row, roles, elsewhereOnly]) => {
    const found = rolesOf(block(row), 'o1')
    expect([found.here.map(({ role }) => role), found.elsewhereOnly]).toEqual([roles, elsewhereOnly])
  })

  test.for([['parent'], ['guardian'], ['relative'], ['proctor'], ['ext:anything'], ['']] as const)(
    '%j is neither a pupil nor staff [R33]',
    ([role]) => {
      const here = rolesOf(block({ role }), 'o1').here
      expect([here.some(isPupil), here.some(isStaff)]).toEqual([false, false])
    },
  )
})

describe('the time on roll, told by enrolments', () => {
  const place = (inClass: string, from: string | null, last: string | null): Enrolment => ({
    class: inClass,
    asPupil: true,
    primary: false,
    from,
    last,
  })
  const yearLong = [1, 2, 3, 4].map(() => place('7A', '2026-09-01', null))
  const spell = (own: readonly Enrolment[], others = yearLong) => spellOf(own, new Map([['7A', [...others, ...own]]]))

  test.for([
    ['of one who has always been there is not told', [place('7A', '2026-09-01', null)], null],
    ['of one who came later', [place('7A', '2026-11-20', null)], { start: '2026-11-20', leaving: null }],
    ['of one who left', [place('7A', '2026-09-01', '2026-11-06')], { start: null, leaving: '2026-11-06' }],
    [
      'is not over while one place is open',
      [place('7A', '2026-09-01', '2026-11-06'), place('7A', '2026-09-01', null)],
      null,
    ],
    [
      'is over with the last of several places',
      [place('7A', '2026-09-01', '2026-10-01'), place('7A', '2026-10-02', '2026-11-06')],
      { start: null, leaving: '2026-11-06' },
    ],
    ['is not told where there are no places', [], null],
  ] as const)('%s', ([, own, expected]) => {
    expect(spell(own)).toEqual(expected)
  })

  test('is not over because a class is: a school that moves its pupils up has not lost them', () => {
    const ended = yearLong.map((one) => ({ ...one, last: '2027-07-21' }))
    expect(spell([place('7A', '2026-09-01', '2027-07-21')], ended)).toBeNull()
    const next = yearLong.map((one) => ({ ...one, from: '2027-09-01' }))
    expect(spell([place('7A', '2027-09-01', null)], next)).toBeNull()
  })

  test('is not told by a class of one', () => {
    expect(spell([place('7A', '2026-11-20', '2026-12-18')], [])).toBeNull()
  })
})

describe('the registration group', () => {
  const home = (id: string, primary = false): Enrolment => ({
    class: id,
    asPupil: true,
    primary,
    from: null,
    last: null,
  })
  const classes = new Map([
    ['h1', { title: '7A', homeroom: true }],
    ['h2', { title: '7B', homeroom: true }],
    ['c1', { title: '7A/Ma', homeroom: false }],
  ])
  const of = (...enrolments: readonly Enrolment[]) => registrationOf({ enrolments, classes } as unknown as Person)

  test.for([
    ['the one homeroom', [home('c1'), home('h1')], '7A'],
    ['the primary of two', [home('h1'), home('h2', true)], '7B'],
    ['none of two that are equal', [home('h1'), home('h2')], null],
    ['none where there is none', [home('c1')], null],
    ['none where the pupil’s tutor teaches', [{ ...home('h1'), asPupil: false }], null],
  ] as const)('is %s', ([, enrolments, title]) => {
    expect(of(...enrolments)).toBe(title)
  })
})
