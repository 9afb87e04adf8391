import { expect, test } from 'vitest'
import { groupsOfOne } from '../../pipeline/assign.js'
import { compare } from '../../pipeline/compare.js'
import type { Held } from '../../pipeline/compare.js'
import type { Arrival } from '../../pipeline/digest.js'

const arrival = (refHash: string, more: Partial<Arrival> = {}) =>
  ({
    kind: 'pupil',
    refHash,
    digest: 'd',
    aboutDigest: 'a',
    placesDigest: 'p',
    identities: [],
    record: {},
    ...more,
  }) as Arrival
const held = (id: string, refHash: string, more: Partial<Held> = {}): Held => ({
  id,
  kind: 'pupil',
  refHash,
  digest: 'd',
  aboutDigest: 'a',
  placesDigest: 'p',
  absent: false,
  owner: null,
  ...more,
})
const outcomes = (changes: ReturnType<typeof compare>) =>
  Object.fromEntries(
    Object.entries(changes)
      .filter(([, list]) => list.length > 0)
      .map(([name, list]) => [name, list.length]),
  )

test.for([
  ['nothing differs', [arrival('1')], [held('x', '1')], { unchanged: 1 }],
  ['somebody is new [R06]', [arrival('1'), arrival('2')], [held('x', '1')], { added: 1, unchanged: 1 }],
  ['an item differs [R07]', [arrival('1', { digest: 'e' })], [held('x', '1')], { changed: 1 }],
  ['only facts differ', [arrival('1', { aboutDigest: 'b' })], [held('x', '1')], { aboutChanged: 1 }],
  ['only memberships differ', [arrival('1', { placesDigest: 'q' })], [held('x', '1')], { aboutChanged: 1 }],
  ['somebody is gone', [], [held('x', '1')], { missing: 1 }],
  ['somebody absent stays away', [], [held('x', '1', { absent: true })], {}],
  ['somebody absent is listed again', [arrival('1')], [held('x', '1', { absent: true })], { restored: 1 }],
  ['a group bears the id of a pupil', [arrival('1', { kind: 'group' })], [held('x', '1')], { added: 1, missing: 1 }],
] as const)('sees that %s', ([, arrivals, holds, expected]) => {
  expect(outcomes(compare([...arrivals], [...holds]))).toEqual(expected)
})

test('finds a person again whom the source names by a new id', () => {
  expect(outcomes(compare([arrival('2')], [held('x', '1')], () => 'x'))).toEqual({ rebound: 1 })
  expect(outcomes(compare([arrival('2', { digest: 'e' })], [held('x', '1')], () => 'x'))).toEqual({
    rebound: 1,
    changed: 1,
  })
})

test('takes only one of two for a person of whom both are said to be', () => {
  expect(outcomes(compare([arrival('2'), arrival('3')], [held('x', '1')], () => 'x'))).toEqual({ rebound: 1, added: 1 })
})

test('takes nobody for a person who is not held', () => {
  expect(outcomes(compare([arrival('2')], [held('x', '1')], () => 'y'))).toEqual({ added: 1, missing: 1 })
})

test('knows nothing of a group beside its items', () => {
  const group = { kind: 'group', aboutDigest: null, placesDigest: null } as const
  expect(outcomes(compare([arrival('1', { kind: 'group' })], [held('x', '1', group)]))).toEqual({ unchanged: 1 })
})

test('never takes two who are both listed for one person', () => {
  expect(outcomes(compare([arrival('1'), arrival('2')], [held('x', '1')], () => 'x'))).toEqual({
    added: 1,
    unchanged: 1,
  })
})

test('names the one pupil of a group of one, teachers aside', () => {
  const of = (groupId: string, subjectId: string, item: 'pupil.classes' | 'staff.groups') => ({
    groupId,
    subjectId,
    item,
    from: undefined,
    to: undefined,
  })
  const owners = groupsOfOne([
    of('one', 'p1', 'pupil.classes'),
    of('one', 't1', 'staff.groups'),
    of('two', 'p1', 'pupil.classes'),
    of('two', 'p2', 'pupil.classes'),
  ])
  expect([...owners]).toEqual([['one', 'p1']])
})
