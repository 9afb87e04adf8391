import { describe, expect, test } from 'vitest'
import { verdict } from '../../pipeline/verdict.js'
import type { Completeness, Judging, Overlap, WalkProof } from '../../pipeline/verdict.js'

const nothingElse: Judging = { last: null, doubted: null }

const proof = (walks: readonly WalkProof[], more: Partial<Completeness> = {}): Completeness => ({
  school: { ref: 'A1', laCode: null, establishmentNumber: null },
  asked: [],
  walks,
  permissions: 'p',
  notPermitted: [],
  comparedWith: null,
  permissionsNarrowed: false,
  narrowed: [],
  widened: [],
  refusedPeople: {},
  findings: {},
  unknownGroups: 0,
  ...more,
})
const walk = (records: number, counted: number | null, more: Partial<WalkProof> = {}): WalkProof => ({
  kind: 'pupil',
  pages: 1,
  records,
  counted,
  ended: 'said',
  repeated: 0,
  lists: {},
  ...more,
})
const all = (before: number): Overlap => ({ before, again: before })

test.for([
  ['counts that agree', walk(3, 3), 3, true],
  ['a source that does not count', walk(3, null), 3, true],
  ['fewer than are counted', walk(2, 3), 3, 'countsDisagree'],
  ['more than are counted', walk(4, 3), 3, 'countsDisagree'],
  ['one that came twice in place of another', walk(3, 3, { repeated: 1 }), 3, 'repeated'],
  ['nobody, though we hold some', walk(0, 0), 3, 'nobodyThere'],
  ['nobody in a school that never had any', walk(0, 0), 0, true],
  ['no groups at all', walk(0, 0, { kind: 'group' }), 3, true],
] as const)('judges %s', ([, one, held, judged]) => {
  const { apply, ...refused } = verdict(proof([one], { overlap: { pupil: all(held) } }), nothingElse)
  expect(apply || ('because' in refused && refused.because)).toBe(judged)
})

describe('a list of which the source does not say that it is over', () => {
  const unsaid = (records: number) => walk(records, null, { ended: 'inferred' })
  const judged = (now: WalkProof, before: WalkProof | null) => {
    const last = before && { walks: [before] }
    const found = verdict(proof([now], { overlap: { pupil: all(3) } }), { last, doubted: null })
    return found.apply ? 'applied' : found.because
  }

  test.for([
    ['is not believed where it used to be said and fewer came', unsaid(8), walk(9, null), 'endUnsaid'],
    ['is not believed where it used to be counted', unsaid(8), walk(9, 9, { ended: 'inferred' }), 'endUnsaid'],
    ['is believed where as many came as before', unsaid(9), walk(9, null), 'applied'],
    ['is believed where its number is counted', walk(8, 8, { ended: 'inferred' }), walk(9, 9), 'applied'],
    ['is believed of a source that never says it', unsaid(8), unsaid(9), 'applied'],
    ['is believed on a first night', unsaid(8), null, 'applied'],
  ] as const)('%s', ([, now, before, state]) => {
    expect(judged(now, before)).toBe(state)
  })
})

describe('a read that shows few of those who are held', () => {
  const judged = (of: Overlap, more: Partial<Completeness> = {}, doubted: Judging['doubted'] = null) => {
    const found = verdict(proof([walk(9, 9)], { overlap: { pupil: of }, ...more }), { last: null, doubted })
    return found.apply ? 'applied' : found.because
  }

  test.for([
    ['is another school’s where nothing is said of the others', { before: 60, again: 29 }, 'unrecognised'],
    ['is believed from half on', { before: 60, again: 30 }, 'applied'],
    ['is believed where the source says who left', { before: 60, again: 5, explained: 25 }, 'applied'],
    ['is not where it says too little', { before: 60, again: 5, explained: 24 }, 'unrecognised'],
    ['is believed of so few that one is a quarter', { before: 4, again: 1 }, 'applied'],
    ['is not of five', { before: 5, again: 2 }, 'unrecognised'],
  ] as const)('%s', ([, of, state]) => {
    expect(judged(of)).toBe(state)
  })

  test('is believed where they came under other ids and were found again', () => {
    expect(judged({ before: 60, again: 20 }, { rekeyed: { pupil: 20 } })).toBe('applied')
    expect(judged({ before: 60, again: 20 }, { rekeyed: { staff: 20 } })).toBe('unrecognised')
  })

  test('says first that they came under other ids, where that is what it is', () => {
    const words = 'Most came under other ids.'
    const rekey = { apply: false, because: 'rekey', kind: 'pupil', missing: 31, unknown: 31, words } as const
    expect(judged({ before: 60, again: 29 }, {}, rekey)).toBe('rekey')
  })

  test('says in words and figures what came, and that nothing was applied', () => {
    const found = verdict(
      proof([walk(9, 9)], { overlap: { pupil: { before: 60, again: 9, explained: 2 } } }),
      nothingElse,
    )
    expect(found).toMatchObject({ kind: 'pupil', words: expect.stringMatching(/60.* 9 .* 2 .*Nothing was applied\.$/) })
  })
})
