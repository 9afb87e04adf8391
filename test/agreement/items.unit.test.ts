import { describe, expect, test } from 'vitest'
import type { ItemKind } from '../../agreement/items.js'
import { isItemCode, itemCodes, items, itemsOf } from '../../agreement/items.js'

const kinds: readonly ItemKind[] = ['pupil', 'staff', 'school', 'group']

describe('the catalogue', () => {
  test('names every item by its own code', () => {
    expect(itemCodes.map((code) => items[code].code)).toEqual(itemCodes)
    expect(itemCodes.map((code) => items[code].kind)).toEqual(itemCodes.map((code) => code.split('.')[0]))
  })

  test('has each item under exactly one kind', () => {
    expect(kinds.flatMap(itemsOf).map(({ code }) => code)).toEqual(itemCodes)
  })

  test.for([
    ['the MIS id', ['pupil.misId']],
    ['the UPN', ['pupil.upn']],
    ['the ULN', ['pupil.uln']],
    ['the name', ['pupil.name']],
    ['the gender', ['pupil.gender']],
    ['start and leaving dates', ['pupil.startDate', 'pupil.leavingDate']],
    ['ethnicity', ['pupil.ethnicity']],
    ['free school meals, now and in six years', ['pupil.fsm', 'pupil.fsm6']],
    ['telephone', ['pupil.mobilePhone', 'pupil.homePhone']],
    ['e-mail', ['pupil.email']],
    ['registration and year', ['pupil.registrationGroup', 'pupil.yearGroup']],
    ['tutor and other groups', ['pupil.groups']],
    ['classes', ['pupil.classes']],
    ['attendance', ['pupil.attendance']],
    ['the photograph', ['pupil.photo']],
    ['lunch', ['pupil.lunch']],
    ['chosen assessments', ['pupil.assessments']],
  ] as const)('has a row for %s [R28]', ([, codes]) => {
    for (const code of codes) expect(isItemCode(code)).toBe(true)
  })

  test('knows of staff who they are, how to reach them at work, and what they teach [R32]', () => {
    expect(itemsOf('staff').map(({ code }) => code)).toEqual([
      'staff.misId',
      'staff.title',
      'staff.initials',
      'staff.name',
      'staff.gender',
      'staff.dateOfBirth',
      'staff.email',
      'staff.groups',
    ])
  })

  test('knows of the school its establishment number and name, nothing else [R34]', () => {
    expect(itemsOf('school').map(({ code }) => code)).toEqual(['school.establishmentNumber', 'school.name'])
  })

  test('has no item about a parent or another contact [R33]', () => {
    const aboutParents = /contact|parent|guardian|carer|mother|father|sibling|emergency|relation/i
    expect(itemCodes.filter((code) => aboutParents.test(code))).toEqual([])
  })

  test('knows no code that merely looks like one', () => {
    expect(['pupil.contacts', 'pupil', 'toString', '__proto__', 'pupil.upn ', ''].filter(isItemCode)).toEqual([])
  })

  test('holds ethnicity, medical conditions and special needs for special category, and stars them', () => {
    const special = itemCodes.filter((code) => items[code].special)
    expect(special).toEqual(['pupil.medical', 'pupil.ethnicity', 'pupil.sen'])
    expect(special.every((code) => items[code].starred)).toBe(true)
  })

  test('serves memberships and bulky kinds apart from the other items', () => {
    const servedAs = (served: string) => itemCodes.filter((code) => items[code].served === served)
    expect(servedAs('memberships')).toEqual(['pupil.groups', 'pupil.classes', 'staff.groups'])
    expect(servedAs('ownRoute')).toEqual(['pupil.attendance', 'pupil.photo', 'pupil.assessments'])
  })

  test('says in plain words of every item what it is, of each kind’s items by other words', () => {
    for (const kind of kinds) {
      const labels = itemsOf(kind).map(({ label }) => label)
      expect(labels.filter((label) => !/^[A-Z].*[a-z]$/.test(label))).toEqual([])
      expect(new Set(labels).size).toBe(labels.length)
    }
  })

  test('stars what tells more of a pupil or a member of staff than a class list does [R29]', () => {
    expect(itemCodes.filter((code) => items[code].starred && !items[code].special)).toEqual([
      'pupil.legalName',
      'pupil.dateOfBirth',
      'pupil.pupilPremium',
      'pupil.eal',
      'pupil.giftedTalented',
      'pupil.inCare',
      'pupil.serviceChild',
      'pupil.homePhone',
      'staff.dateOfBirth',
    ])
  })
})
