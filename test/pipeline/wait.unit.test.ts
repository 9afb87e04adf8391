import { expect, test } from 'vitest'
import type { ChangeSet, Held, Match } from '../../pipeline/compare.js'
import type { Arrival } from '../../pipeline/digest.js'
import { divide } from '../../pipeline/wait.js'
import type { Fate, Fates } from '../../pipeline/wait.js'

const held = (id: string, more: Partial<Held> = {}): Held => ({
  id,
  kind: 'pupil',
  refHash: id,
  digest: 'items',
  aboutDigest: 'about',
  placesDigest: 'places',
  absent: false,
  owner: null,
  ...more,
})
const arrival = (id: string, more: Partial<Arrival> = {}): Arrival => ({ kind: 'pupil', refHash: id, digest: 'items', aboutDigest: 'about', placesDigest: 'places', identities: [], ...more }) as Arrival // prettier-ignore
const match = (id: string, more: Partial<Arrival> = {}): Match => ({ held: held(id), arrival: arrival(id, more) })
const nothing: ChangeSet = { added: [], changed: [], aboutChanged: [], restored: [], rebound: [], missing: [], unchanged: [] } // prettier-ignore
const all = (fate: Fate): Fates => ({ added: () => fate, changed: () => fate, removed: () => fate })
const review = { reason: 'review' } as const

test('what does not wait is applied as it came', () => {
  const changes = { ...nothing, added: [arrival('a')], changed: [match('b', { digest: 'new' })], missing: [held('c')] }
  expect(divide(changes, all('now'))).toEqual({ now: changes, waiting: [], factsOnly: new Set() })
})

test('what waits is not applied, and each record of it stands once among what waits', () => {
  const both = match('b', { digest: 'new', placesDigest: 'moved' })
  const changes = { ...nothing, added: [arrival('a')], changed: [both], aboutChanged: [both] }
  const { now, waiting, factsOnly } = divide(changes, all(review))
  expect([now.added, now.changed, now.aboutChanged]).toEqual([[], [], []])
  expect(waiting).toEqual([
    { reason: 'review', op: 'added', arrival: changes.added[0] },
    { reason: 'review', op: 'changed', match: both },
  ])
  expect([...factsOnly]).toEqual(['b'])
})

test('the facts that the rules of time need are learned of whoever waits [R08]', () => {
  const told = match('b', { digest: 'new', aboutDigest: 'leaves in July' })
  const { now, factsOnly } = divide({ ...nothing, changed: [told], aboutChanged: [told] }, all(review))
  expect([now.changed, now.aboutChanged, [...factsOnly]]).toEqual([[], [told], ['b']])
})

test('facts alone wait for nobody', () => {
  const told = match('b', { aboutDigest: 'leaves in July' })
  const { now, waiting, factsOnly } = divide({ ...nothing, aboutChanged: [told] }, all(review))
  expect([now.aboutChanged, waiting, factsOnly.size]).toEqual([[told], [], 0])
})

test('an absence that waits is a fact all the same, and a group that waits is there still', () => {
  const [person, group] = [held('p'), held('g', { kind: 'group' })]
  const { now, waiting } = divide({ ...nothing, missing: [person, group] }, all({ reason: 'groups' }))
  expect(now.missing).toEqual([person])
  expect(waiting.map(({ op }) => op)).toEqual(['removed', 'removed'])
})

test('what is refused is neither applied nor waits', () => {
  const changes = { ...nothing, added: [arrival('a')], changed: [match('b', { digest: 'new' })], missing: [held('c')] }
  const { now, waiting, factsOnly } = divide(changes, all('refused'))
  expect([now.added, now.changed, now.missing, waiting]).toEqual([[], [], [], []])
  expect([...factsOnly]).toEqual(['b'])
})

test('who is back, or was found again under another id, waits for nobody', () => {
  const back = match('b', { digest: 'new' })
  const moved = match('m', { digest: 'new' })
  const changes = { ...nothing, changed: [back, moved], restored: [back], rebound: [moved] }
  const { now, waiting } = divide(changes, all(review))
  expect([now.changed, now.restored, now.rebound, waiting]).toEqual([[back, moved], [back], [moved], []])
})

test('of a group the memberships of others say nothing', () => {
  const same: Match = { held: held('g', { kind: 'group', placesDigest: null, aboutDigest: null }), arrival: arrival('g', { kind: 'group', placesDigest: 'anything' }) } // prettier-ignore
  expect(divide({ ...nothing, changed: [same] }, all(review)).waiting).toEqual([])
})
