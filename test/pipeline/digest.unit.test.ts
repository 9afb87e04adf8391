import { describe, expect, test } from 'vitest'
import { itemCodes } from '../../agreement/items.js'
import type { SourceRecord } from '../../connectors/source.js'
import { assignIds, placeMemberships, refKey } from '../../pipeline/assign.js'
import { compare } from '../../pipeline/compare.js'
import type { Held } from '../../pipeline/compare.js'
import { digest, refHash } from '../../pipeline/digest.js'
import type { Arrival } from '../../pipeline/digest.js'
import { gate } from '../../pipeline/gate.js'

// Readable hashes: what was hashed under which key, part by part.
const keyed =
  (key: string) =>
  (...parts: readonly string[]) =>
    `${key}(${parts.join('|')})`
const hashes = { digest: keyed('digest'), lookup: keyed('lookup') }

const pupil: SourceRecord = {
  kind: 'pupil',
  ref: 'A1',
  identities: [
    { kind: 'misId', value: '77' },
    { kind: 'upn', value: 'B801200005001' },
  ],
  items: { 'pupil.upn': 'B801200005001', 'pupil.gender': 'F' },
  facts: { status: 'C', spell: { start: '2024-09-01', leaving: null }, year: '7' },
  memberships: [
    { group: 'classes/A2', item: 'pupil.classes', from: '2026-09-01', to: '2027-07-20' },
    { group: 'groups/A1', item: 'pupil.groups' },
  ],
}

function arrived(more: Partial<SourceRecord> = {}): Arrival {
  const terms = { granted: new Set(itemCodes), people: { preAdmission: 'untilStart', guests: 'refuse' }, today: '2026-10-05' } as const
  const outcome = gate({ ...pupil, ...more }, terms)
  if (!('passed' in outcome)) throw new Error('refused')
  return digest(outcome.passed, hashes)
} // prettier-ignore

describe('a record that arrived', () => {
  test('is found again by a keyed hash of its kind and the source’s id, and of each identity', () => {
    const { kind, refHash: ref, identities, record } = arrived()
    expect([kind, ref]).toEqual(['pupil', 'lookup(ref|pupil|A1)'])
    expect(refHash('group', 'A1', hashes.lookup)).toBe('lookup(ref|group|A1)')
    expect(identities).toEqual([
      { kind: 'misId', hash: 'lookup(identity|pupil|misId|77)' },
      { kind: 'upn', hash: 'lookup(identity|pupil|upn|B801200005001)' },
    ])
    expect(record.ref).toBe('A1')
  })

  test('has three digests, and each heeds its own part of the record only', () => {
    const differs = (more: Partial<SourceRecord>) => {
      const [was, is] = [arrived(), arrived(more)]
      return (['digest', 'aboutDigest', 'placesDigest'] as const).filter((one) => was[one] !== is[one])
    }
    expect(differs({ items: { 'pupil.gender': 'F', 'pupil.upn': 'B801200005001' } })).toEqual([])
    expect(differs({ items: { ...pupil.items, 'pupil.gender': null } })).toEqual(['digest'])
    expect(differs({ facts: { ...pupil.facts, year: '8' } })).toEqual(['aboutDigest'])
    expect(differs({ identities: pupil.identities.slice(1) })).toEqual(['aboutDigest'])
    expect(differs({ identities: [{ kind: 'upi', value: '77' }, ...pupil.identities.slice(1)] })).toEqual(['aboutDigest'])
    expect(differs({ memberships: pupil.memberships.toReversed() })).toEqual([])
    expect(differs({ memberships: pupil.memberships.slice(1) })).toEqual(['placesDigest'])
    const dated = (from: string) => ({ memberships: [{ group: 'groups/A1', item: 'pupil.groups', from } as const] })
    expect(arrived(dated('2026-09-01')).placesDigest).not.toBe(arrived(dated('2026-09-02')).placesDigest)
  }) // prettier-ignore

  test('is digested under its own name for each part, so that no digest passes for another', () => {
    const { digest: items, aboutDigest, placesDigest } = arrived()
    expect(items).toBe('digest(items|pupil|{"pupil.gender":"F","pupil.upn":"B801200005001"})')
    expect(aboutDigest).toMatch(/^digest\(about\|\["\{.*\}",\["misId 77","upn B801200005001"\]\]\)$/)
    expect(placesDigest).toBe(
      'digest(places|["pupil.classes 2026-09-01 2027-07-20 classes/A2","pupil.groups   groups/A1"])',
    )
  })
})

describe('the ids of a run', () => {
  const newId = ({ refHash: ref }: Arrival) => `new ${ref}`
  const heldAs = ({ kind, refHash: ref, digest: items, aboutDigest, placesDigest }: Arrival, was: Partial<Held>): Held => ({
    ...{ id: 'p1', kind, refHash: ref, digest: items, aboutDigest, placesDigest, absent: false, owner: null },
    ...was,
  }) // prettier-ignore
  const idOf = (was: Partial<Held>, recognised?: string) => {
    const one = arrived()
    return assignIds(compare([one], [heldAs(one, was)], () => recognised), newId).get(refKey(one))
  } // prettier-ignore

  test('are kept by kind and hash of the source’s id', () => {
    expect(refKey(arrived())).toBe('pupil/lookup(ref|pupil|A1)')
  })

  test.for([
    ['as before', {}],
    ['changed', { digest: 'x' }],
    ['known otherwise', { aboutDigest: 'x' }],
    ['listed again', { absent: true }],
  ] as const)('keep what a record is held under that is %s', ([, was]) => {
    expect(idOf(was)).toBe('p1')
  })

  test('keep it for one that is found again, and make one for who is new', () => {
    expect(idOf({ refHash: 'old' }, 'p1')).toBe('p1')
    expect(idOf({ refHash: 'old' })).toBe('new lookup(ref|pupil|A1)')
  })

  test('place a person in the groups that are known, with the days that the source gave', () => {
    const ids = new Map([['pupil/lookup(ref|pupil|A1)', 'p1'], ['group/classes/A2', 'g1']])
    expect(placeMemberships(arrived(), ids, (ref) => `group/${ref}`)).toEqual([
      { subjectId: 'p1', groupId: 'g1', item: 'pupil.classes', from: '2026-09-01', to: '2027-07-20' },
    ])
  }) // prettier-ignore
})
