import { expect, test } from 'vitest'
import { compare } from '../../pipeline/compare.js'
import type { Held } from '../../pipeline/compare.js'
import type { Arrival } from '../../pipeline/digest.js'
import { heed, isRefusedInPart } from '../../pipeline/refused.js'
import type { Refused } from '../../pipeline/refused.js'

const arrival = (refHash: string, more: Partial<Arrival> = {}) =>
  ({ kind: 'pupil', refHash, digest: 'd', aboutDigest: 'a', placesDigest: 'p', ...more }) as Arrival
const held = (refHash: string, more: Partial<Held> = {}): Held => ({
  id: `held ${refHash}`,
  kind: 'pupil',
  refHash,
  digest: 'd',
  aboutDigest: 'a',
  placesDigest: 'p',
  absent: false,
  owner: null,
  ...more,
})
const refused = (contents: Record<string, string>, kept: readonly string[] = []): Refused => ({
  contents: new Map(Object.entries(contents)),
  kept: new Set(kept),
})
function outcome(arrivals: readonly Arrival[], holds: readonly Held[], given: Refused) {
  const { changes, factsOnly, kept, spent } = heed(compare(arrivals, holds), arrivals, given)
  const many = Object.entries(changes).filter(([, list]) => list.length > 0)
  return {
    ...Object.fromEntries(many.map(([name, list]) => [name, list.length])),
    ...(factsOnly.size > 0 && { factsOnly: [...factsOnly] }),
    ...(kept.length > 0 && { kept: kept.map(({ id }) => id) }),
    ...(spent.keys.length + spent.kept.length > 0 && { spent: [...spent.keys, ...spent.kept] }),
  }
}
const one = { factsOnly: ['held 1'] }

test.for([
  ['said again', [arrival('1', { digest: 'e' })], [held('1')], refused({ 'pupil/1': 'e p' }), { unchanged: 1, ...one }],
  ['said otherwise', [arrival('1', { digest: 'f' })], [held('1')], refused({ 'pupil/1': 'e p' }), { changed: 1, spent: ['pupil/1'] }],
  ['said no more', [arrival('1')], [held('1')], refused({ 'pupil/1': 'e p' }), { unchanged: 1, spent: ['pupil/1'] }],
  ['said with other places', [arrival('1', { digest: 'e', placesDigest: 'q' })], [held('1')], refused({ 'pupil/1': 'e p' }), { changed: 1, aboutChanged: 1, spent: ['pupil/1'] }],
  ['places said again', [arrival('1')], [held('1', { placesDigest: '' })], refused({ 'pupil/1': 'd p' }), { unchanged: 1, ...one }],
  ['said again beside new facts', [arrival('1', { digest: 'e', aboutDigest: 'b' })], [held('1')], refused({ 'pupil/1': 'e p' }), { aboutChanged: 1, ...one }],
  ['said again of somebody whose return was refused', [arrival('1', { aboutDigest: 'b' })], [held('1', { absent: true })], refused({ 'pupil/1': 'd p' }), { unchanged: 1, ...one }],
  ['a group that was refused', [arrival('1', { kind: 'group' })], [], refused({ 'group/1': 'd ' }), {}],
  ['a group that was refused and has another name', [arrival('1', { kind: 'group', digest: 'e' })], [], refused({ 'group/1': 'd ' }), { added: 1, spent: ['group/1'] }],
  ['a group whose going was refused', [], [held('1', { kind: 'group' })], refused({ 'group/1': '' }), {}],
  ['a group whose going was refused and that is listed', [arrival('1', { kind: 'group' })], [held('1', { kind: 'group', placesDigest: null, aboutDigest: null })], refused({ 'group/1': '' }), { unchanged: 1, spent: ['group/1'] }],
  ['somebody kept who is missing', [], [held('1')], refused({}, ['held 1']), { kept: ['held 1'] }],
  ['somebody kept who is listed', [arrival('1')], [held('1')], refused({}, ['held 1']), { unchanged: 1, spent: ['held 1'] }],
] as const)('heeds what was refused: %s', ([, arrivals, holds, given, expected]) => {
  expect(outcome([...arrivals], [...holds], given)).toEqual(expected)
}) // prettier-ignore

test('a record told without its memberships is refused by its items alone', () => {
  const given = refused({ 'pupil/1': 'e p' })
  const of = (digest: string) => isRefusedInPart(arrival('1', { digest, placesDigest: 'none' }), given)
  expect([of('e'), of('f'), isRefusedInPart(arrival('2'), given)]).toEqual([true, false, false])
})
