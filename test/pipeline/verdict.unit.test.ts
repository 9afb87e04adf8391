import { expect, test } from 'vitest'
import { verdict } from '../../pipeline/verdict.js'
import type { Completeness, WalkProof } from '../../pipeline/verdict.js'

const proof = (walks: readonly WalkProof[]): Completeness => ({
  walks,
  permissions: 'p',
  notPermitted: [],
  refusedPeople: {},
  findings: {},
  unknownGroups: 0,
})
const walk = (records: number, counted: number | null, kind: WalkProof['kind'] = 'pupil'): WalkProof => ({
  kind,
  pages: 1,
  records,
  counted,
})

test.for([
  ['counts that agree', [walk(3, 3)], true, true],
  ['a source that does not count', [walk(3, null)], true, true],
  ['fewer than are counted', [walk(2, 3)], true, false],
  ['more than are counted', [walk(4, 3)], true, false],
  ['nobody, though we hold some', [walk(0, 0)], true, false],
  ['nobody in a school that never had any', [walk(0, 0)], false, true],
  ['no groups at all', [walk(0, 0, 'group')], true, true],
] as const)('judges %s', ([, walks, holds, apply]) => {
  expect(verdict(proof(walks), () => holds).apply).toBe(apply)
})
