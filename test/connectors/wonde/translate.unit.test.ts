import { describe, expect, test } from 'vitest'

import type { ItemCode } from '../../../agreement/items.js'
import { itemsOf } from '../../../agreement/items.js'
import { blockOf } from '../../../connectors/block.js'
import { calendarDay } from '../../../connectors/wonde/translate/calendar-day.js'
import { enrolmentStatus } from '../../../connectors/enrolment-status.js'
import { translateGroup } from '../../../connectors/wonde/translate/translate-group.js'
import { translatePupil } from '../../../connectors/wonde/translate/translate-pupil.js'
import { translateStaff } from '../../../connectors/wonde/translate/translate-staff.js'
import { employee, london, student } from './support/rows.js'

const all = new Set<ItemCode>([...itemsOf('pupil'), ...itemsOf('staff'), ...itemsOf('group')].map(({ code }) => code))
const none = new Set<ItemCode>()

const pupil = (row: object, asked: ReadonlySet<ItemCode> = all) => translatePupil(blockOf(row, 'students[0]'), asked)
const staff = (row: object, asked: ReadonlySet<ItemCode> = all) => translateStaff(blockOf(row, 'employees[0]'), asked)
const extended = (data: object) => pupil({ id: 'A1', extended_details: { data } }).items

describe('a pupil', () => {
  test('becomes items, identities, facts and memberships', () => {
    expect(pupil(student)).toEqual({
      kind: 'pupil',
      ref: 'A1749191433',
      identities: [
        { kind: 'sourceId', value: 'A1749191433' },
        { kind: 'misId', value: '9919' },
        { kind: 'upi', value: '00000000000000000000000000000a02' },
        { kind: 'upn', value: 'Z999999999999' },
      ],
      items: {
        'pupil.misId': '9919',
        'pupil.upn': 'Z999999999999',
        'pupil.uln': null,
        'pupil.name': { forename: 'FORENAME1', surname: 'SURNAME1', middleNames: null },
        'pupil.legalName': { forename: 'FORENAME1', surname: 'SURNAME1' },
        'pupil.gender': 'FEMALE',
        'pupil.dateOfBirth': '2013-07-29',
        'pupil.startDate': '2024-09-02',
        'pupil.leavingDate': null,
        'pupil.yearGroup': '7',
        'pupil.ethnicity': 'White - British',
        'pupil.fsm': true,
        'pupil.fsm6': true,
        'pupil.pupilPremium': true,
        'pupil.eal': false,
        'pupil.giftedTalented': null,
        'pupil.inCare': false,
        'pupil.serviceChild': null,
        'pupil.sen': 'K',
        'pupil.lunch': null,
        'pupil.mobilePhone': '07000 000000',
        'pupil.homePhone': null,
        'pupil.email': 's1@example.test',
        'pupil.registrationGroup': '7A',
      },
      facts: { status: 'C', spell: { start: '2024-09-02', leaving: null }, year: '7' },
      memberships: [
        { group: 'groups/A1161584999', item: 'pupil.groups' },
        { group: 'classes/A1329183376', item: 'pupil.classes', from: '2024-09-04', to: '2025-07-18' },
      ],
    })
  })

  test('brings along what came although nobody asked, so that the gate can count it [R02]', () => {
    const { items } = pupil(student, none)
    expect(items).toMatchObject({ 'pupil.ethnicity': 'White - British', 'pupil.inCare': false, 'pupil.sen': 'K' })
    expect(Object.values(items)).not.toContain(null)
  })

  test('has null where the MIS has nothing, and no key where the school does not share [R03]', () => {
    const row = { ...student, gender: null, date_of_birth: null }
    const asked = new Set<ItemCode>(['pupil.gender'])
    expect(pupil(row, asked).items).toHaveProperty(['pupil.gender'], null)
    expect(pupil(row, asked).items).not.toHaveProperty(['pupil.dateOfBirth'])
  })

  test('has no key for what stands behind an include that did not come', () => {
    const { items, facts } = pupil({ id: 'A1', surname: 'S' })
    expect(Object.keys(items).sort()).toEqual(
      ['pupil.dateOfBirth', 'pupil.gender', 'pupil.legalName', 'pupil.misId', 'pupil.name'].sort(),
    )
    expect(facts).toEqual({ status: null, spell: null, year: null })
  })

  test.for([[null], [{ data: null }], [{ data: [] }]] as const)(
    'without a registration group, written %j, has null',
    ([nothing]) => {
      expect(pupil({ ...student, registration: nothing }).items).toHaveProperty(['pupil.registrationGroup'], null)
    },
  )

  test('carries nothing of contacts, siblings or doctors, even if they come [R33]', () => {
    const contacts = { data: [{ id: 'A870869351', surname: 'PARENT', relationship: { relationship: 'Mother' } }] }
    const row = { ...student, contacts, siblings: contacts, doctors: contacts, next_of_kin: 'PARENT' }
    expect(pupil(row)).toEqual(pupil(student))
    expect(JSON.stringify(pupil(row))).not.toContain('PARENT')
  })

  test('carries no diet, religion or note, which no item stands for', () => {
    const written = JSON.stringify(
      extended({ dietary_needs: 'Halal', religion: 'Muslim', premium_pupil_notes: 'note' }),
    )
    expect(written).not.toMatch(/Halal|Muslim|note/)
  })

  test('is refused if an include is not an object', () => {
    expect(() => pupil({ ...student, education_details: { data: 'Secret' } })).toThrow(
      'students[0].education_details: not_an_object',
    )
  })
})

describe('the names under which one thing is written', () => {
  test.for([
    [{ premium_pupil_indicator: true }, 'pupil.pupilPremium', true],
    [{ pupil_premium: 'T' }, 'pupil.pupilPremium', true],
    [{ premium_pupil_indicator: null, pupil_premium: 'No' }, 'pupil.pupilPremium', false],
    [{ english_as_additional_language: 'false' }, 'pupil.eal', false],
    [{ english_as_additional_language_status: 'Yes' }, 'pupil.eal', true],
    [{ eal_status: 'New to English' }, 'pupil.eal', 'New to English'],
    [{ free_school_meals: 1 }, 'pupil.fsm', true],
    [{ free_school_meals: '0' }, 'pupil.fsm', false],
    [{ free_school_meals: ' ' }, 'pupil.fsm', null],
    [{ in_lea_care: 'F' }, 'pupil.inCare', false],
    [{ service_children_indicator: 'Y' }, 'pupil.serviceChild', true],
    [{ sen_status: 'E' }, 'pupil.sen', 'E'],
    [{ ethnicity: '' }, 'pupil.ethnicity', null],
    [{ meal_type: 'Packed lunch' }, 'pupil.lunch', 'Packed lunch'],
  ] as const)('%j is %s %j', ([details, code, value]) => {
    expect(extended(details)[code]).toBe(value)
  })
})

describe('a calendar day', () => {
  test.for([
    ['summer time is not shifted', london('2013-07-29'), '2013-07-29'],
    ['no fraction', { date: '2013-07-29 00:00:00', timezone_type: 3, timezone: 'UTC' }, '2013-07-29'],
    ['not wrapped', '2013-07-29', '2013-07-29'],
    ['nothing', null, null],
    ['empty', '', null],
    ['zeros', '0000-00-00', null],
    ['zeros, as PHP prints them', { date: '-0001-11-30 00:00:00.000000' }, null],
  ] as const)('%s', ([, written, day]) => {
    expect(calendarDay(blockOf({ day: written }, 'row'), 'day')).toBe(day)
  })

  test.for(['29/09/2013', '2013-02-30', '2013-13-01', 20130929, { date: 7 }, ['2013-09-29']])(
    '%j stops the read, because a changed form would look like dates that were lost',
    (written) => {
      expect(() => calendarDay(blockOf({ day: written }, 'row'), 'day')).toThrow('row.day: not_a_date')
    },
  )
})

test.for([
  ['Current', 'C'],
  ['SINGLE', 'C'],
  ['Current (Single Registration)', 'C'],
  ['Main', 'M'],
  ['Main - Dual Registration', 'M'],
  ['Current Subsidiary (dual registration)', 'S'],
  ['Subsidiary', 'S'],
  ['F', 'F'],
  ['o', 'O'],
  [' Guest ', 'G'],
  ['Previous', 'P'],
  ['Wanderer', null],
  ['constructor', null],
  [null, null],
] as const)('the enrolment status %j is %j', ([label, status]) => {
  expect(enrolmentStatus(label)).toBe(status)
})

describe('a member of staff', () => {
  test('becomes items, facts and memberships under one item [R32]', () => {
    expect(staff(employee)).toEqual({
      kind: 'staff',
      ref: 'A500460806',
      identities: [
        { kind: 'sourceId', value: 'A500460806' },
        { kind: 'misId', value: '26' },
        { kind: 'upi', value: '00000000000000000000000000000b02' },
      ],
      items: {
        'staff.misId': '26',
        'staff.title': 'Mrs',
        'staff.initials': 'FS',
        'staff.name': { forename: 'FORENAME5', surname: 'SURNAME5', middleNames: null },
        'staff.gender': 'female',
        'staff.dateOfBirth': '1980-02-11',
        'staff.email': 's5@example.test',
      },
      facts: { status: null, spell: { start: '2019-09-01', leaving: null }, year: null },
      memberships: [
        { group: 'groups/A7', item: 'staff.groups' },
        { group: 'classes/A7', item: 'staff.groups' },
      ],
    })
  })

  test('who is no longer current has the status P, and no day is invented', () => {
    const ended = {
      ...employee,
      employment_details: { data: { current: 'false', employment_start_date: '2019-09-01' } },
    }
    expect(staff(ended).facts).toEqual({ status: 'P', spell: { start: '2019-09-01', leaving: null }, year: null })
  })

  test.for([
    [{ work: 'w@example.test', email: 'e@example.test' }, 'w@example.test'],
    [{ work: null, email: 'e@example.test' }, 'e@example.test'],
    [{ work: null, primary: 'h@example.test', home: 'h@example.test' }, null],
    [{}, null],
  ] as const)('with the addresses %j has the work address %j', ([emails, address]) => {
    expect(staff({ id: 'A1', contact_details: { data: { emails } } }).items['staff.email']).toBe(address)
  })
})

describe('a group', () => {
  const group = (endpoint: 'groups' | 'classes', row: object) => translateGroup(endpoint, blockOf(row, 'row'), all)

  test('of either list has a name that the other cannot have', () => {
    const row = { id: 'A7', mis_id: '5', name: '7A', type: 'REGISTRATION', notes: 'Secret' }
    expect(group('groups', row)).toMatchObject({
      ref: 'groups/A7',
      identities: [
        { kind: 'sourceId', value: 'groups/A7' },
        { kind: 'misId', value: 'groups/5' },
      ],
      items: { 'group.name': '7A', 'group.type': 'registration' },
      memberships: [],
    })
    expect(group('classes', { ...row, type: null })).toMatchObject({
      ref: 'classes/A7',
      items: { 'group.name': '7A', 'group.type': 'class' },
    })
  })
})
