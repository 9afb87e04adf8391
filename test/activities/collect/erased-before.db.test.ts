import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { siftErased } from '../../../activities/collect/erased-before.js'
import type { Arrival } from '../../../pipeline/digest.js'
import { keyedHash } from '../../../vault/keyed-hash.js'
import { openKey } from '../../../vault/open-key.js'
import { startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import { fillSchool } from '../../api/filled-school.js'
import type { FilledSchool } from '../../api/filled-school.js'

type Spell = readonly [start: string, leaving: string | null]

const NOW = new Date('2027-07-02T02:00:00Z')
const lookup = openKey('lookup', randomBytes(32))
const [person, other, upn, othersUpn] = [randomBytes(32), randomBytes(32), randomBytes(32), randomBytes(32)]

let api: ApiUnderTest
let school: FilledSchool
beforeAll(async () => {
  api = await startApi(() => ({ clock: () => NOW }))
})
beforeEach(async () => {
  school = await fillSchool(api)
})
afterAll(() => api?.stop())

async function erased(spell: Spell | null, named: { upn?: Buffer } = {}): Promise<void> {
  await school.db
    .insertInto('tombstone')
    .values({
      person_hmac: person,
      // As `eraseDue` hashes the fact that was stored.
      spell_hmac: keyedHash(lookup, 'spell', JSON.stringify(spell)),
      erased_at: NOW,
      last_listed_at: NOW,
      upn_hmac: named.upn ?? null,
    })
    .execute()
}

interface Named {
  readonly ref: Buffer
  readonly upn?: Buffer
}

async function comesIn(given: Spell | null, named: Named = { ref: person }): Promise<boolean> {
  return (await howManyComeIn(given, [named])) === 1
}

async function howManyComeIn(given: Spell | null, all: readonly Named[]): Promise<number> {
  const arrivals = all.map(({ ref, upn: of }) => ({
    kind: 'pupil',
    refHash: ref.toString('hex'),
    identities: of ? [{ kind: 'upn', hash: of.toString('hex') }] : [],
    record: { facts: { spell: given && { start: given[0], leaving: given[1] } } },
  }))
  return (await siftErased(school.db, arrivals as unknown as Arrival[], lookup, NOW)).arrivals.length
}

test('keeps out somebody withdrawn when the source later states when the spell ends [R14]', async () => {
  await erased(['2024-09-01', null])
  expect(await comesIn(['2024-09-01', null])).toBe(false)
  expect(await comesIn(['2024-09-01', '2027-07-22'])).toBe(false)
  expect(await comesIn(['2027-09-01', null])).toBe(true)
})

test('lets somebody in whose stated leaving is no longer stated, or another [R55]', async () => {
  await erased(['2024-09-01', '2027-06-01'])
  expect(await comesIn(['2024-09-01', '2027-06-01'])).toBe(false)
  expect(await comesIn(['2024-09-01', null])).toBe(true)
  await erased(['2024-09-01', '2027-06-01'])
  expect(await comesIn(['2024-09-01', '2027-07-22'])).toBe(true)
})

test('keeps out somebody for whom the source never gave a spell', async () => {
  await erased(null)
  expect(await comesIn(null)).toBe(false)
})

test('keeps out somebody who was erased and comes under another id with the same UPN, as after a change of MIS [R14]', async () => {
  await erased(['2024-09-01', null], { upn })
  expect(await comesIn(['2024-09-01', null], { ref: other, upn })).toBe(false)
  expect(await comesIn(['2024-09-01', null], { ref: other, upn: othersUpn })).toBe(true)
  expect(await comesIn(['2024-09-01', null], { ref: other })).toBe(true)
  expect(await comesIn(['2027-06-28', null], { ref: other, upn })).toBe(true)
})

test('lets in whoever bears the id that somebody erased had, and another UPN', async () => {
  await erased(['2024-09-01', null], { upn })
  expect(await comesIn(['2024-09-01', null], { ref: person, upn: othersUpn })).toBe(true)
  expect(await comesIn(['2024-09-01', null], { ref: person })).toBe(false)
})

test('knows nobody by a UPN that two bear', async () => {
  await erased(['2024-09-01', null], { upn })
  const both = [randomBytes(32), randomBytes(32)].map((ref) => ({ ref, upn }))
  expect(await howManyComeIn(['2024-09-01', null], both)).toBe(2)
})
