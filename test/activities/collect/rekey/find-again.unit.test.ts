import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findAgain } from '../../../../activities/collect/rekey/find-again.js'
import type { Candidate, Stranger } from '../../../../activities/collect/rekey/find-again.js'
import type { Portrait } from '../../../../activities/collect/rekey/portrait.js'

const unknown: Portrait = { forename: null, surname: null, born: null, email: null, firstDay: null }
const called = (name: string, more: Partial<Portrait> = {}): Portrait => {
  const [forename = null, surname = null] = name.split(' ')
  return { ...unknown, forename, surname, ...more }
}

interface Given {
  readonly upn?: string
  readonly temporary?: true
  readonly numbers?: readonly string[]
  readonly portrait?: Portrait
  readonly kind?: 'pupil' | 'staff'
}
const comes = (key: string, { upn, temporary, numbers = [], portrait = unknown, kind = 'pupil' }: Given): Stranger => ({
  key,
  kind,
  upn: upn === undefined ? null : { hash: upn, identifies: temporary !== true },
  numbers,
  portrait,
})
const held = (id: string, { upn, numbers = [], portrait = unknown, kind = 'pupil' }: Given): Candidate => ({
  id,
  kind,
  upns: new Set(upn === undefined ? [] : [upn]),
  numbers: new Set(numbers),
  portrait,
})

/** As the database would answer: everybody held who bears a UPN, candidates or not. */
function find(strangers: readonly Stranger[], candidates: readonly Candidate[], listed: readonly Candidate[] = []) {
  const names = new Map<string, string[]>()
  for (const { id, upns } of [...candidates, ...listed])
    for (const upn of upns) names.set(upn, [...(names.get(upn) ?? []), id])
  const { again, sameNumbers } = findAgain({ strangers, candidates }, names)
  return { again: Object.fromEntries(again), sameNumbers }
}

const ada = called('ada lark', { firstDay: '2024-09-01' })
const ben = called('ben wren', { firstDay: '2024-09-01' })

test('finds a pupil again by UPN, though nothing else is known', () => {
  expect(find([comes('1', { upn: 'A' })], [held('ada', { upn: 'A' }), held('ben', { upn: 'B' })]).again).toEqual({
    1: 'ada',
  })
})

test.for<readonly [string, readonly Stranger[], readonly Candidate[], listed?: readonly Candidate[]]>([
  ['two arrivals bear it', [comes('1', { upn: 'A' }), comes('2', { upn: 'A' })], [held('ada', { upn: 'A' })]],
  ['two of ours bear it', [comes('1', { upn: 'A' })], [held('ada', { upn: 'A' }), held('ben', { upn: 'A' })]],
  [
    'another bears it who is listed',
    [comes('1', { upn: 'A' })],
    [held('ada', { upn: 'A' })],
    [held('ben', { upn: 'A' })],
  ],
  ['it is temporary', [comes('1', { upn: 'A', temporary: true })], [held('ada', { upn: 'A' })]],
  [
    'the names are another child’s',
    [comes('1', { upn: 'A', portrait: ben })],
    [held('ada', { upn: 'A', portrait: ada })],
  ],
  [
    'one name and the day of birth are another child’s',
    [comes('1', { upn: 'A', portrait: called('ada wren', { born: '2015-01-01' }) })],
    [held('ada', { upn: 'A', portrait: called('ada lark', { born: '2014-05-05' }) })],
  ],
])('finds nobody by a UPN when %s', ([, strangers, candidates, listed]) => {
  expect(find(strangers, candidates, listed).again).toEqual({})
})

test.for([
  ['a new surname', called('ada wren')],
  ['both names new and the day of birth the same', called('bea wren', { born: '2014-05-05' })],
  ['a day of birth that was mistyped', called('ada lark', { born: '2014-05-06' })],
] as const)('finds a pupil by UPN in spite of %s', ([, portrait]) => {
  const was = held('ada', { upn: 'A', portrait: called('ada lark', { born: '2014-05-05' }) })
  expect(find([comes('1', { upn: 'A', portrait })], [was]).again).toEqual({ 1: 'ada' })
})

test('finds a pupil without a UPN by name and first day, and a member of staff by name and e-mail', () => {
  const staff = called('cal finch', { email: 'cal@school.test' })
  const strangers = [comes('1', { portrait: ada }), comes('2', { kind: 'staff', portrait: staff })]
  const ours = [
    held('ada', { portrait: ada }),
    held('cal', { kind: 'staff', portrait: staff }),
    held('ben', { portrait: ben }),
  ]
  expect(find(strangers, ours).again).toEqual({ 1: 'ada', 2: 'cal' })
})

test.for<readonly [string, Stranger, readonly Candidate[]]>([
  ['only the name is the same', comes('1', { portrait: called('ada lark') }), [held('ada', { portrait: ada })]],
  ['the UPN changed', comes('1', { upn: 'N', portrait: ada }), [held('ada', { upn: 'A', portrait: ada })]],
  [
    'two of ours are called so',
    comes('1', { portrait: ada }),
    [held('ada', { portrait: ada }), held('other', { portrait: ada })],
  ],
  [
    'the day of birth is another',
    comes('1', { portrait: { ...ada, born: '2015-01-01' } }),
    [held('ada', { portrait: { ...ada, born: '2014-01-01' } })],
  ],
  [
    'one is a pupil and the other is not',
    comes('1', { kind: 'staff', portrait: ada }),
    [held('ada', { portrait: ada })],
  ],
])('finds nobody by name when %s', ([, stranger, candidates]) => {
  expect(find([stranger], candidates).again).toEqual({})
})

test('takes nobody for the one whose number a new MIS gave them', () => {
  const swapped = [
    comes('1', { upn: 'A', numbers: ['n2'], portrait: ada }),
    comes('2', { upn: 'B', numbers: ['n1'], portrait: ben }),
    comes('3', { kind: 'staff', numbers: ['s2'], portrait: called('sara brown', { firstDay: '2020-09-01' }) }),
    comes('4', { numbers: ['n5'] }),
  ]
  const ours = [
    held('ada', { upn: 'A', numbers: ['n1'], portrait: ada }),
    held('ben', { upn: 'B', numbers: ['n2'], portrait: ben }),
    held('sara jones', { kind: 'staff', numbers: ['s2'], portrait: called('sara jones', { firstDay: '2020-09-01' }) }),
    held('unknown', { numbers: ['n5'] }),
  ]
  expect(find(swapped, ours)).toEqual({ again: { 1: 'ada', 2: 'ben' }, sameNumbers: false })
})

test('believes numbers alone once most who were found without them kept theirs', () => {
  const strangers = [
    comes('1', { upn: 'A', numbers: ['n1'] }),
    comes('2', { numbers: ['n2'] }),
    comes('3', { numbers: ['n3'], portrait: ben }),
  ]
  const ours = [
    held('ada', { upn: 'A', numbers: ['n1'] }),
    held('ben', { numbers: ['n2'] }),
    held('cal', { numbers: ['n3'], portrait: ada }),
  ]
  expect(find(strangers, ours)).toEqual({ again: { 1: 'ada', 2: 'ben' }, sameNumbers: true })
})

test('takes nobody for anybody else, however numbers are dealt out again, whoever has no UPN and whoever leaves or comes', () => {
  const names = fc.tuple(fc.constantFrom('ada', 'ben', 'cal'), fc.constantFrom('lark', 'wren', 'finch'))
  const person = fc.record({ upn: fc.boolean(), name: names, day: fc.constantFrom('2024-09-01', '2025-09-01') })
  fc.assert(
    fc.property(fc.array(person, { maxLength: 12 }), fc.array(fc.nat(11), { maxLength: 12 }), (people, deal) => {
      const given = (index: number): Given => {
        const { upn, name, day } = people[index]!
        const born = `2012-01-${String(index + 10)}`
        return { ...(upn && { upn: `U${index}` }), portrait: called(name.join(' '), { firstDay: day, born }) }
      }
      const ours = people
        .map((_, index) => held(String(index), { ...given(index), numbers: [`n${index}`] }))
        .slice(0, 9)
      const arriving = people
        .map((_, index) => comes(String(index), { ...given(index), numbers: [`n${deal[index] ?? index + 1}`] }))
        .slice(2)
      for (const [key, id] of Object.entries(find(arriving, ours).again)) expect(id).toBe(key)
    }),
  )
})
