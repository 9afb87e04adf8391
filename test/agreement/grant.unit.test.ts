import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkGrant, defaultGrant, narrowed, widened } from '../../agreement/grant.js'
import { itemCodes } from '../../agreement/items.js'
import { shippedAgreements } from '../../agreement/shipped.js'

const agreements = shippedAgreements()
const grants = fc.subarray([...itemCodes])

test.for(agreements.map((agreement) => ({ id: agreement.id, agreement })))(
  '$id may be granted as it is by default, as a whole, and not at all',
  ({ agreement }) => {
    expect(checkGrant(agreement, defaultGrant(agreement))).toEqual([])
    expect(
      checkGrant(
        agreement,
        agreement.items.map(({ code }) => code),
      ),
    ).toEqual([])
    expect(checkGrant(agreement, [])).toEqual([])
  },
)

describe('checkGrant', () => {
  const agreement = { items: agreements[0]!.items.filter(({ code }) => code !== 'pupil.photo') }

  test.for([
    ['an item of which the agreement does not speak', ['pupil.upn', 'pupil.photo'], [[1, 'notInAgreement']]],
    ['an item that does not exist [R33]', ['pupil.contacts', 'pupil.upn'], [[0, 'unknownItem']]],
    ['an item named twice', ['pupil.upn', 'pupil.name', 'pupil.upn'], [[2, 'repeated']]],
    [
      'all of them at once',
      ['x', 'pupil.photo'],
      [
        [0, 'unknownItem'],
        [1, 'notInAgreement'],
      ],
    ],
  ] as const)('finds %s', ([, codes, found]) => {
    expect(checkGrant(agreement, codes).map(({ index, code }) => [index, code])).toEqual(found)
  })

  test.for([
    ['an unknown item', ['pupil.contacts'], /^There is no item of this name; use a code of the agreement/],
    ['one that is not agreed', ['pupil.photo'], /^The agreement does not speak of this item/],
    ['one that is named twice', ['pupil.upn', 'pupil.upn'], /^This item stands here twice; name it once/],
  ] as const)('says of %s what is wrong', ([, codes, words]) => {
    expect(checkGrant(agreement, codes).map(({ message }) => message)).toEqual([expect.stringMatching(words)])
  })

  test('says what to do and never what was sent', () => {
    const [problem] = checkGrant(agreement, ['canary-7f3a'])
    expect(problem?.message).toMatch(/^[A-Z].*\.$/)
    expect(JSON.stringify(problem)).not.toContain('canary')
  })
})

describe('from one grant to the next', () => {
  test('what is taken away and what is added are told apart', () => {
    expect(narrowed(['pupil.upn', 'pupil.name'], ['pupil.name', 'pupil.sen'])).toEqual(['pupil.upn'])
    expect(widened(['pupil.upn', 'pupil.name'], ['pupil.name', 'pupil.sen'])).toEqual(['pupil.sen'])
  })

  test('taking away and adding leads from the one to the other', () => {
    fc.assert(
      fc.property(grants, grants, (before, after) => {
        const taken = new Set(narrowed(before, after))
        const reached = [...before.filter((code) => !taken.has(code)), ...widened(before, after)]
        expect(reached.sort()).toEqual([...after].sort())
      }),
    )
  })
})
