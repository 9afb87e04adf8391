import { describe, expect, test } from 'vitest'
import { checkGrant } from '../../agreement/grant.js'
import {
  aspectCode,
  grantedAspects,
  grantedItems,
  isAspectCode,
  isGrantCode,
  itemOf,
} from '../../agreement/grant-code.js'
import { aspectOf, codeOf, goesWith, partsOf, resultsPart } from '../../agreement/parts.js'
import { shippedAgreements } from '../../agreement/shipped.js'

const [portal] = shippedAgreements()

describe('a grant of assessment', () => {
  test('names aspects one by one, and by itself grants none of them [R31]', () => {
    const codes = ['pupil.name', 'pupil.assessments', 'pupil.assessments:A10', 'pupil.assessments:A2'] as const
    expect(checkGrant(portal!, codes)).toEqual([])
    expect(grantedAspects(codes)).toEqual(new Set(['A10', 'A2']))
    expect(grantedAspects(['pupil.assessments'])).toEqual(new Set())
    expect(grantedItems(codes)).toEqual(new Set(['pupil.name', 'pupil.assessments']))
    expect(codes.map(itemOf)).toEqual(['pupil.name', ...Array.from({ length: 3 }, () => 'pupil.assessments')])
  })

  test.for([
    'pupil.assessments:',
    'pupil.assessments:*',
    'pupil.assessments:a b',
    'pupil.assessments:../x',
    `pupil.assessments:${'a'.repeat(65)}`,
    'pupil.name:A1',
    'pupil.attendance:A1',
    'xpupil.assessments:A1',
    'pupil.assessments:A1\nB',
    'pupil.assessments:.A1',
    'pupilXassessments:A1',
  ])('takes %s for no aspect', (text) => {
    expect(isGrantCode(text)).toBe(false)
    expect(checkGrant(portal!, [text])).toMatchObject([{ index: 0, code: 'unknownItem' }])
  })

  test.for(['A', '1039', 'A1._-9', 'a'.repeat(64)])('takes %s for the id of an aspect', (aspect) => {
    expect(aspectCode(aspect)).toBe(`pupil.assessments:${aspect}`)
    expect([isAspectCode(aspectCode(aspect)), isGrantCode(aspectCode(aspect))]).toEqual([true, true])
    expect(isAspectCode('pupil.assessments')).toBe(false)
  })

  test('is only for an agreement that speaks of it, and names an aspect once', () => {
    const without = { items: portal!.items.filter(({ code }) => code !== 'pupil.assessments') }
    expect(checkGrant(without, ['pupil.assessments:A1'])).toMatchObject([{ code: 'notInAgreement' }])
    expect(checkGrant(portal!, ['pupil.assessments:A1', 'pupil.assessments:A1'])).toMatchObject([
      { index: 1, code: 'repeated' },
    ])
  })
})

describe('a part', () => {
  test('is what an aspect or the photograph lies in, and goes with its own code or that of all assessment', () => {
    expect(partsOf(['pupil.assessments', 'pupil.photo', 'pupil.assessments:A1'])).toEqual(['results/A1', 'photo'])
    expect([codeOf('photo'), codeOf(resultsPart('A1'))]).toEqual(['pupil.photo', 'pupil.assessments:A1'])
    expect([aspectOf('photo'), aspectOf('results/A1')]).toEqual([undefined, 'A1'])
    const goes = (part: 'photo' | 'results/A1') =>
      ['pupil.photo', 'pupil.assessments', 'pupil.assessments:A1', 'pupil.assessments:A10', 'pupil.name'].filter(
        (code) => goesWith(part, code),
      )
    expect(goes('photo')).toEqual(['pupil.photo'])
    expect(goes('results/A1')).toEqual(['pupil.assessments', 'pupil.assessments:A1'])
  })
})
