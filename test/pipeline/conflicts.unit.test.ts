import { expect, test } from 'vitest'
import type { Identity, SourceRecord } from '../../connectors/source.js'
import { conflictsAmong } from '../../pipeline/conflicts.js'
import { digest } from '../../pipeline/digest.js'
import { gate } from '../../pipeline/gate.js'

// One with the right letter, a temporary one with the right letter, one with a wrong letter.
const [PERMANENT, TEMPORARY, MISTYPED] = ['H801200001001', 'U80120000100A', 'A801200001001']

const hashes = {
  digest: (...parts: readonly string[]) => parts.join(),
  lookup: (...parts: readonly string[]) => parts.join(),
}

function comes(ref: string, names: Partial<Record<Identity['kind'], string>>, kind: SourceRecord['kind'] = 'pupil') {
  const identities = Object.entries({ sourceId: ref, ...names }).map(([of, value]) => ({ kind: of, value }) as Identity)
  const facts = { status: null, spell: null, year: null }
  const terms = { granted: new Set(['pupil.upn'] as const), people: { preAdmission: 'untilStart', guests: 'refuse' }, today: '2026-11-10' } as const // prettier-ignore
  const outcome = gate({ kind, ref, identities, items: {}, facts, memberships: [] }, terms)
  if (!('passed' in outcome)) throw new Error('nobody here is refused')
  return digest(outcome.passed, hashes)
}
const found = (...arrivals: ReturnType<typeof comes>[]) =>
  conflictsAmong(arrivals).map(({ kind, arrival }) => [kind, arrival.record.ref])

test('two pupils with one UPN are in conflict, each of them', () => {
  expect(found(comes('1', { upn: PERMANENT }), comes('2', { upn: PERMANENT }), comes('3', {}))).toEqual([['upnShared', '1'], ['upnShared', '2']]) // prettier-ignore
})

test.for(['misId', 'upi'] as const)(
  'one person under two ids by %s is listed twice, and whose UPN is shared then is no news',
  (by) => {
    const twice = ['1', '2'].map((ref) => comes(ref, { [by]: '77', upn: PERMANENT }))
    expect(found(...twice, comes('3', { [by]: '78' }))).toEqual([['listedTwice', '1'], ['listedTwice', '2']]) // prettier-ignore
    expect(found(...twice, comes('3', { [by]: '78', upn: PERMANENT }))).toContainEqual(['listedTwice', '2'])
  },
)

test.for([
  ['of whom each has a UPN of their own', [comes('1', { upn: PERMANENT }), comes('2', { upn: TEMPORARY })]],
  ['whose shared UPN is temporary', [comes('1', { upn: TEMPORARY }), comes('2', { upn: TEMPORARY })]],
  ['whose shared UPN is mistyped', [comes('1', { upn: MISTYPED }), comes('2', { upn: MISTYPED })]],
  ['of whom one is staff with the number of a pupil', [comes('1', { misId: '7' }), comes('2', { misId: '7' }, 'staff')]],
  ['who are groups', [comes('1', { misId: '7' }, 'group'), comes('2', { misId: '7' }, 'group')]],
  ['of whom nothing is known', [comes('1', {}), comes('2', {})]],
] as const)('two %s are in none', ([, arrivals]) => {
  expect(found(...arrivals)).toEqual([])
}) // prettier-ignore
