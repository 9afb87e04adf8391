import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkUln } from '../../../agreement/identifiers/uln.js'

describe('checkUln', () => {
  test.for([
    ['9276308686', 'valid', 'sum 296'],
    ['1234567899', 'valid', 'ascending'],
    ['1000000426', 'valid', 'with zeros'],
    ['9876543210', 'wrongCheckDigit', 'descending'],
    ['0123456789', 'malformed', 'the first digit is never 0'],
    ['9999999999', 'missing', 'written where it is unknown'],
    ['927630868', 'malformed', 'nine digits'],
    ['92763086866', 'malformed', 'eleven digits'],
    ['927630868X', 'malformed', 'a letter'],
    ['9276308686 ', 'malformed', 'a space after'],
    ['', 'malformed', 'nothing'],
  ] as const)('%s is %s: %s', ([value, outcome]) => {
    expect(checkUln(value)).toBe(outcome)
  })

  const firstNine = fc.stringMatching(/^[1-9][0-9]{8}$/)

  test('agrees with the other way of putting the rule: ten less the remainder of the first nine', () => {
    fc.assert(
      fc.property(firstNine, (digits) => {
        const remainder = Array.from(digits).reduce((sum, digit, at) => sum + Number(digit) * (10 - at), 0) % 11
        const accepted = Array.from('0123456789').filter((last) => checkUln(digits + last) === 'valid')
        expect(accepted).toEqual(remainder === 0 ? [] : [String(10 - remainder)])
      }),
    )
  })

  test('catches every single wrong digit and every swap of neighbours', () => {
    const valid = firstNine.chain((digits) => fc.nat(9).map((last) => digits + String(last))).filter(isValid)
    fc.assert(
      fc.property(valid, fc.nat(9), fc.integer({ min: 1, max: 9 }), (uln, at, by) => {
        const wrong = (Number(uln.charAt(at)) + by) % 10
        expect(isValid(`${uln.slice(0, at)}${wrong}${uln.slice(at + 1)}`)).toBe(false)
        const swapped = uln.slice(0, at) + uln.charAt(at + 1) + uln.charAt(at) + uln.slice(at + 2)
        expect(swapped === uln || !isValid(swapped)).toBe(true)
      }),
    )
  })

  function isValid(value: string): boolean {
    return checkUln(value) === 'valid'
  }
})
