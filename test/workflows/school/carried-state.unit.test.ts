import { expect, test } from 'vitest'
import { carriedFrom } from '../../../workflows/school/carried-state.js'

const school = '01aryz6s41tpc0000000000000'
const status = { name: 'A School', phase: 'active', agreement: 'assessment-portal', connector: 'wonde' } as const

test.each([
  ['what a ring begins', { school }, { version: 1, school }],
  ['what was carried before states had versions', { school, status }, { version: 1, school, status }],
  ['what this release carries', { version: 1, school, status }, { version: 1, school, status }],
  ['what a later release carried: only whose it is', { version: 2, school, status }, { version: 1, school }],
])('reads %s', (_, carried, read) => {
  expect(carriedFrom(carried)).toEqual(read)
})

test('is carried again unchanged', () => {
  const once = carriedFrom({ school, status })
  expect(carriedFrom(once)).toEqual(once)
})
