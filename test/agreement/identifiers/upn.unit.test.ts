import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkUpn, upnIdentifies } from '../../../agreement/identifiers/upn.js'

const alphabet = 'ABCDEFGHJKLMNPQRTUVWXYZ'

describe('checkUpn', () => {
  test.for([
    ['B801200005001', 'permanent', 'the example of a public library'],
    ['P207000016049', 'permanent', 'sum 266; two vendors publish 267 and Q'],
    ['Y940400024123', 'permanent', 'an authority made in 2021'],
    ['X00180001701A', 'temporary', 'a pseudo authority'],
    ['P82043210099A', 'temporary', 'A counts 0'],
    ['F82320012400Z', 'temporary', 'Z counts 22'],
    ['A801200005001', 'wrongCheckLetter', 'another letter'],
    ['Q207000016049', 'wrongCheckLetter', 'the wrong example of two help pages'],
    ['b801200005001', 'malformed', 'lower case'],
    ['X00180001701a', 'malformed', 'lower case at the end'],
    ['I801200005001', 'malformed', 'I is never used'],
    ['O801200005001', 'malformed', 'O is never used'],
    ['S801200005001', 'malformed', 'S is never used'],
    ['X00180001701I', 'malformed', 'nor I at the end'],
    ['X00180001701O', 'malformed', 'nor O at the end'],
    ['X00180001701S', 'malformed', 'nor S at the end'],
    ['B80120000500', 'malformed', '12 characters'],
    ['B8012000050011', 'malformed', '14 characters'],
    ['X0018000170AA', 'malformed', 'two letters at the end'],
    [' B801200005001', 'malformed', 'a space before'],
    ['B801200005001\n', 'malformed', 'a line end after'],
    ['B80120000500１', 'malformed', 'a digit of another script'],
    ['', 'malformed', 'nothing'],
  ] as const)('%s is %s: %s', ([value, outcome]) => {
    expect(checkUpn(value)).toBe(outcome)
  })

  const body = fc.stringMatching(/^[0-9]{12}$/)

  test('accepts exactly one letter of the alphabet before any body', () => {
    fc.assert(
      fc.property(body, (digits) => {
        const accepted = Array.from(alphabet).filter((letter) => checkUpn(letter + digits) === 'permanent')
        expect(accepted).toHaveLength(1)
      }),
    )
  })

  test('catches every single wrong digit', () => {
    fc.assert(
      fc.property(body, fc.nat(11), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const wrong = String((Number(digits.charAt(at)) + by) % 10)
        expect(checkUpn(letterOf(digits) + digits.slice(0, at) + wrong + digits.slice(at + 1))).toBe('wrongCheckLetter')
      }),
    )
  })

  test('catches every swap of two neighbouring digits', () => {
    fc.assert(
      fc.property(body, fc.nat(10), (digits, at) => {
        const [one, other] = [digits.charAt(at), digits.charAt(at + 1)]
        fc.pre(one !== other)
        const swapped = digits.slice(0, at) + other + one + digits.slice(at + 2)
        expect(checkUpn(letterOf(digits) + swapped)).toBe('wrongCheckLetter')
      }),
    )
  })

  function letterOf(digits: string): string {
    return Array.from(alphabet).find((letter) => checkUpn(letter + digits) === 'permanent') ?? ''
  }
})

test.for([
  ['P207000016049', true, 'permanent'],
  ['X00180001701A', false, 'temporary'],
  ['Q207000016049', false, 'mistyped'],
  ['207000016049', false, 'malformed'],
] as const)('finds a pupil again by %s: %s, for it is %s', ([value, outcome]) => {
  expect(upnIdentifies(value)).toBe(outcome)
})
