import { expect, test } from 'vitest'
import { checkLaestab, isKnownAuthority } from '../../../agreement/identifiers/laestab.js'

test.for([
  ['2073614', 'valid', 'an authority of London'],
  ['9404000', 'valid', 'an authority made in 2021'],
  ['9432001', 'valid', 'an authority made in 2023'],
  ['0012345', 'valid', 'a pseudo authority'],
  ['6814001', 'valid', 'an authority of Wales'],
  ['9994000', 'unknownAuthority', 'a code nobody has heard of'],
  ['207/3614', 'malformed', 'written with a stroke'],
  ['3614', 'malformed', 'the establishment alone'],
  ['20736145', 'malformed', 'eight digits'],
  ['', 'malformed', 'nothing'],
] as const)('%s is %s: %s', ([value, outcome]) => {
  expect(checkLaestab(value)).toBe(outcome)
})

test.for(['838', '839', '940', '941', '942', '943', '660', '708', '001', '005'])(
  'knows %s, which older lists lack',
  (code) => {
    expect(isKnownAuthority(code)).toBe(true)
  },
)

test.for(['000', '006', '214', '944', '99', '9999', 'abc', ''])('does not know "%s"', (code) => {
  expect(isKnownAuthority(code)).toBe(false)
})

test('knows every authority of the list, and no code besides', () => {
  const codes = Array.from({ length: 1000 }, (_, code) => String(code).padStart(3, '0'))
  expect(codes.filter(isKnownAuthority)).toHaveLength(195)
})

test.for(['x2073614', '2073614x'])('%s is malformed', (value) => {
  expect(checkLaestab(value)).toBe('malformed')
})

test.for(['x207', '207x', '0207', '207.0', ' 207', '0x5'])('does not know "%s"', (code) => {
  expect(isKnownAuthority(code)).toBe(false)
})
