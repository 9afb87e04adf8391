import { describe, expect, test } from 'vitest'

import { itemCodes } from '../../../agreement/items.js'
import type { ItemCode } from '../../../agreement/items.js'
import { readingsFor } from '../../../connectors/wonde/includes.js'
import { readPermissions } from '../../../connectors/wonde/payloads.js'
import { permissionIdentities } from '../../../connectors/wonde/permission-identities.js'
import { permissionsOf } from '../../../connectors/wonde/permissions.js'
import { pupilPlaces } from '../../../connectors/wonde/translate/pupil-places.js'
import { staffPlaces } from '../../../connectors/wonde/translate/staff-places.js'

const item = (identity: string, approved: boolean | null = true, more: object = {}) => ({ identity, approved, ...more })
const permitted = (...listed: object[]) => permissionsOf(readPermissions({ data: listed })).permitted

describe('what a school permits', () => {
  test('is what it approved and not what it did not', () => {
    const found = permitted(item('students'), item('students.gender', false), item('students.mis_id'))
    expect([...found]).toEqual(['pupil.misId'])
  })

  test('ends with the whole that a property belongs to', () => {
    expect(permitted(item('students', false), item('students.gender')).size).toBe(0)
    expect(permitted(item('basic', false), item('students.gender', true, { parent: 'basic' })).size).toBe(0)
  })

  test('is answered for by a whole whose parts are not listed one by one', () => {
    const found = permitted(item('students'), item('students.extended_details', false))
    expect(found.has('pupil.ethnicity')).toBe(false)
    expect(permitted(item('students')).has('pupil.ethnicity')).toBe(true)
    expect(permitted(item('students')).has('staff.name')).toBe(false)
  })

  test('is one of the names under which something may be listed', () => {
    expect([...permitted(item('students.extended_details.pupil_premium'))]).toEqual(['pupil.pupilPremium'])
    const declined = item('students.extended_details.pupil_premium', true, { declined: true })
    expect(permitted(declined).size).toBe(0)
  })

  test('is a membership only together with the groups themselves', () => {
    expect(permitted(item('students.classes')).has('pupil.classes')).toBe(false)
    expect([...permitted(item('students.classes'), item('classes'))]).toContain('pupil.classes')
  })

  test('is everything that can be read, if no identity is one we know', () => {
    expect(permitted(item('x-1', false))).toEqual(new Set(permissionIdentities.keys()))
    expect(permitted()).toEqual(new Set(permissionIdentities.keys()))
  })

  test('a list that goes in a circle ends', () => {
    expect(permitted(item('students.gender', true, { parent: 'students.gender' })).has('pupil.gender')).toBe(true)
  })
})

describe('the fingerprint', () => {
  const print = (...listed: object[]) => permissionsOf(readPermissions({ data: listed })).fingerprint

  test('does not depend on the order', () => {
    expect(print(item('a'), item('b', false))).toBe(print(item('b', false), item('a')))
  })

  test('changes with anything that the school changes, known to us or not', () => {
    const before = print(item('a'), item('b'))
    for (const after of [print(item('a')), print(item('a'), item('b', false)), print(item('a'), item('c'))]) {
      expect(after).not.toBe(before)
    }
  })
})

describe('what is asked for', () => {
  const asked = (kind: 'group' | 'staff' | 'pupil', ...codes: ItemCode[]) =>
    readingsFor(kind, new Set(codes), new Set(codes)).map(({ endpoint, include }) => [endpoint, ...include].join(' '))

  const always = 'students education_details extended_details'
  test.for([
    ['pupil', [], [always]],
    ['pupil', ['pupil.name', 'pupil.ethnicity', 'pupil.upn'], [always]],
    ['pupil', ['pupil.email', 'pupil.homePhone'], [`${always} contact_details`]],
    ['pupil', ['pupil.registrationGroup'], [`${always} registration`]],
    ['pupil', ['pupil.classes'], [`${always} classes`]],
    ['pupil', ['pupil.medical', 'pupil.photo', 'pupil.attendance', 'pupil.assessments'], [always]],
    ['staff', ['pupil.name'], []],
    ['staff', ['staff.name'], ['employees employment_details']],
    ['staff', ['staff.email', 'staff.groups'], ['employees employment_details contact_details groups classes']],
    ['group', ['group.name', 'group.type'], []],
    ['group', ['group.name', 'pupil.classes'], ['classes']],
    ['group', ['group.name', 'pupil.groups'], ['groups']],
    ['group', ['group.name', 'staff.groups'], ['groups', 'classes']],
  ] as const)('to read %s of %j: %j [R02]', ([kind, codes, readings]) => {
    expect(asked(kind, ...codes)).toEqual(readings)
  })

  test('never includes a parent, a doctor, or anybody who has not started [R33] [R38]', () => {
    const everything = (['group', 'staff', 'pupil'] as const).flatMap((kind) => asked(kind, ...itemCodes)).join(' ')
    expect(everything).not.toMatch(/\bcontacts\b|sibling|doctor|next_of_kin|pre-admission|leaver/)
  })
})

test('whatever can be read has a permission that is known, and nothing else has', () => {
  const places = [...pupilPlaces, ...staffPlaces].map(({ code }) => code)
  const elsewhere = [
    'pupil.groups',
    'pupil.classes',
    'staff.groups',
    'group.name',
    'group.type',
    'pupil.attendance',
    'pupil.assessments',
    'pupil.photo',
  ] as const
  expect([...permissionIdentities.keys()].sort()).toEqual([...places, ...elsewhere].sort())
})
