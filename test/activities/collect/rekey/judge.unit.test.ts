import { expect, test } from 'vitest'
import { judgeRekey } from '../../../../activities/collect/rekey/judge.js'
import type { Doubt } from '../../../../activities/collect/rekey/judge.js'

const thresholds = { pupil: { percent: 5, atLeast: 5 }, staff: { percent: 20, atLeast: 3 } }
const doubt = (more: Partial<Doubt>): Doubt => ({
  kind: 'pupil',
  listedBefore: 80,
  missing: 0,
  unknown: 0,
  protected: 0,
  ...more,
})
const judge = (more: Partial<Doubt>) => judgeRekey([doubt(more)], thresholds)

test('refuses a read in which a school’s pupils would be deleted and made anew, with counts and in words', () => {
  const judged = judge({ missing: 80, unknown: 78 })
  expect(judged).toMatchObject({ apply: false, because: 'rekey', kind: 'pupil', missing: 80, unknown: 78 })
  expect(judged?.words).toMatch(/^Most of kind pupil .*80 .*78 .*ask the school whether it changed its MIS\.$/)
})

test.for<readonly [string, Partial<Doubt>, boolean]>([
  ['nobody is left unknown', { missing: 30, unknown: 0 }, true],
  ['nobody is missing', { missing: 0, unknown: 30 }, true],
  ['four are left of eighty', { missing: 4, unknown: 4 }, true],
  ['five are left of eighty', { missing: 5, unknown: 5 }, false],
  ['five are left of a hundred', { listedBefore: 100, missing: 5, unknown: 5 }, true],
  ['three of twelve staff are left', { kind: 'staff', listedBefore: 12, missing: 3, unknown: 3 }, false],
  ['two of three staff are left', { kind: 'staff', listedBefore: 3, missing: 2, unknown: 2 }, true],
  ['one is left whom an instruction protects, and one unknown', { missing: 1, unknown: 1, protected: 1 }, false],
  ['one is gone whom an instruction protects, and nobody is unknown', { missing: 1, unknown: 0, protected: 1 }, true],
])('when %s', ([, more, believed]) => {
  expect(judge(more) === null).toBe(believed)
})
