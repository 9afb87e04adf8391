import { expect, test } from 'vitest'
import { inWords, isLonger } from '../../../agreement/diff/period.js'

test.for([
  ['P1M', '1 month'],
  ['P6M', '6 months'],
  ['PT1H', '1 hour'],
  ['PT48H', '48 hours'],
  ['P30D', '30 days'],
  ['P1Y', '1 year'],
] as const)('%s is %s', ([iso, words]) => {
  expect(inWords(iso)).toBe(words)
})

test.for([
  ['P7M', 'P6M', true],
  ['P6M', 'P7M', false],
  ['P6M', 'P6M', false],
  ['PT48H', 'PT24H', true],
  ['P6M', 'PT48H', true],
  ['PT48H', 'P6M', false],
  ['P2Y', 'P12M', true],
  ['P1Y', 'P12M', false],
  ['P2D', 'PT48H', false],
  ['P3D', 'PT48H', true],
  // A month may have 28 days or 31: in doubt, either way, it counts as longer.
  ['P1M', 'PT720H', true],
  ['P1M', 'P31D', false],
  ['P1M', 'P30D', true],
  ['P28D', 'P1M', false],
  ['P29D', 'P1M', true],
  ['P2M', 'P63D', false],
  ['PT24H', 'PT24H', false],
  ['P1Y', 'P366D', true],
  ['P1Y', 'P372D', false],
  ['PT720H', 'P1M', true],
] as const)('%s may be longer than %s: %s', ([one, other, longer]) => {
  expect(isLonger(one, other)).toBe(longer)
})
