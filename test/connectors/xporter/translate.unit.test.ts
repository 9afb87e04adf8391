import { describe, expect, test } from 'vitest'
import { itemCodes } from '../../../agreement/items.js'
import { membersIn } from '../../../connectors/xporter/members.js'
import { readDatasets } from '../../../connectors/xporter/payloads.js'
import { groupsRequest, peopleRequest } from '../../../connectors/xporter/requests.js'
import { permissionsOf } from '../../../connectors/xporter/scopes.js'
import { rowOf } from '../../../connectors/xporter/translate/row.js'
import { translateGroup } from '../../../connectors/xporter/translate/translate-group.js'
import { translateLeaver, translatePerson } from '../../../connectors/xporter/translate/translate-person.js'

const everything = new Set(itemCodes)

/** A pupil of xporter.md §15. */
const asha = {
  Id: '4101', XID: 'xQ7K2MD', ExternalId: '0b7f3c3e-5d0e-4b55-9a58-5b2a0f1f6c11', IdaasId: 'PL-4101', Forename: 'Asha',
  Surname: 'Example', DisplayName: 'Asha Example', AdmissionNo: '002201', Gender: 'F', RegGroupId: '188', RegGroup: '4ES',
  YearGroupId: '28', YearGroup: 'Year  4', HouseGroupId: null, HouseGroup: null, WorkEmail: null, IdaasEmail: null,
  DateofBirth: '2016-11-20', UniqueLearnerNumber: null, MiddleName: null, EnrolmentStatus: 'C', Boarder: 0, LegalForename: 'Asha',
  LegalSurname: 'Example', EntryDate: '2020-09-01', LeavingDate: null, SENProvision: 'K', FsmEligible: 0, PupilPremium: 0, EAL: 1,
  ServiceChild: '0', StudentStatus: 'OnRoll', LastUpdated: '2026-02-12T02:07:21.03',
} // prettier-ignore
const { FsmEligible, LegalForename: _, LegalSurname: __, ...rest } = asha

const pupilOf = (row: object, asked = everything) => translatePerson('pupil', rowOf(row, 'Students[]'), asked, [])

describe('a pupil', () => {
  test('of the published example is translated item by item', () => {
    const record = pupilOf(asha)
    expect(record).toMatchObject({
      kind: 'pupil',
      ref: 'xQ7K2MD',
      facts: { status: 'C', spell: { start: '2020-09-01', leaving: null }, year: '4' },
    })
    expect(record.identities).toEqual([
      { kind: 'sourceId', value: 'xQ7K2MD' },
      { kind: 'sourceId', value: 'PL-4101' },
      { kind: 'misId', value: '4101' },
      { kind: 'upi', value: 'xQ7K2MD' },
    ])
    expect(record.items).toEqual({
      'pupil.misId': '4101',
      'pupil.uln': null,
      'pupil.name': { forename: 'Asha', surname: 'Example', middleNames: null },
      'pupil.legalName': { forename: 'Asha', surname: 'Example' },
      'pupil.gender': 'F',
      'pupil.dateOfBirth': '2016-11-20',
      'pupil.startDate': '2020-09-01',
      'pupil.leavingDate': null,
      'pupil.yearGroup': '4',
      'pupil.registrationGroup': '4ES',
      'pupil.email': null,
      'pupil.fsm': false,
      'pupil.pupilPremium': false,
      'pupil.eal': true,
      'pupil.serviceChild': false,
      'pupil.sen': 'K',
    })
  })

  test.for([
    ['as in 2018', { ...rest, FSMEligible: FsmEligible }],
    ['without capitals', Object.fromEntries(Object.entries(asha).map(([name, cell]) => [name.toLowerCase(), cell]))],
    ['with columns that we do not know', { ...asha, Photo: 'aGVsbG8=', BoardingHouse: 'North' }],
  ] as const)('is the same with its columns spelt %s', ([, row]) => {
    const { items, facts } = pupilOf(row)
    expect(items['pupil.fsm']).toBe(false)
    expect(items['pupil.name']).toEqual(pupilOf(asha).items['pupil.name'])
    expect([facts, items['pupil.dateOfBirth']]).toEqual([pupilOf(asha).facts, '2016-11-20'])
    expect(JSON.stringify(items)).not.toMatch(/aGVsbG8|North/)
  })

  test('has no item for a column that did not come, and a value that was not asked for is left to the gate [R03]', () => {
    expect(pupilOf(rest).items).not.toHaveProperty(['pupil.legalName'])
    const { items } = pupilOf(asha, new Set(['pupil.name']))
    expect(items).toHaveProperty(['pupil.sen'], 'K')
    expect(items).not.toHaveProperty(['pupil.email'])
  })

  test.for([
    ['Xporter gives none of its own', { XID: null }, 'PL-4101'],
    ['nor one of kind and number', { XID: null, IdaasId: null }, '4101'],
  ] as const)('goes by another id where %s', ([, changes, ref]) => {
    expect(pupilOf({ ...asha, ...changes }).ref).toBe(ref)
  })

  test.for([
    [{ NCYear: '04' }, '4'], [{ NCYear: 'R' }, 'R'], [{ YearGroup: 'Reception' }, 'R'], [{ YearGroup: 'Yr 11' }, '11'],
    [{ YearGroup: 'Nursery  2' }, 'Nursery 2'], [{ YearGroup: null }, null],
  ] as const)('%j is in year %s', ([changes, year]) => {
    expect(pupilOf({ ...asha, ...changes }).facts.year).toBe(year)
  }) // prettier-ignore

  test.for([
    [
      'left',
      { StudentStatus: 'Leaver', LeavingDate: '2026-10-23' },
      'P',
      { start: '2020-09-01', leaving: '2026-10-23' },
    ],
    ['is to come', { StudentStatus: 'PreAdmission', EntryDate: null }, 'C', { start: '9999-12-31', leaving: null }],
    ['is a guest', { EnrolmentStatus: 'G' }, 'G', { start: '2020-09-01', leaving: null }],
    ['is registered here as well', { EnrolmentStatus: 'Subsidiary' }, 'S', { start: '2020-09-01', leaving: null }],
  ] as const)('who %s is known as such', ([, changes, status, spell]) => {
    expect(pupilOf({ ...asha, ...changes }).facts).toMatchObject({ status, spell })
  })

  test.for([
    ['2020-09-01T00:00:00', '2020-09-01'], ['01-09-2020', '2020-09-01'], ['01/09/2020', '2020-09-01'], ['0001-01-01T00:00:00', null],
  ] as const)('began on %s, which is %s', ([EntryDate, day]) => {
    expect(pupilOf({ ...asha, EntryDate }).facts.spell?.start).toBe(day)
  }) // prettier-ignore

  test.for([
    [{ EntryDate: 'soon' }, 'Students[].EntryDate: not_a_date'],
    [{ EntryDate: '2026-02-30' }, 'Students[].EntryDate: not_a_date'],
    [{ Surname: { of: 'Secret' } }, 'Students[].Surname: not_a_plain_value'],
    [{ Surname: 'x'.repeat(5_000) }, 'Students[].Surname: too_long'],
    [{ Id: null }, 'Students[].Id: not_an_id'],
  ] as const)('%# stops the read where a cell is not what it should be', ([changes, message]) => {
    expect(() => pupilOf({ ...asha, ...changes })).toThrow(message)
  })
})

test('of staff who are gone the status says it where the last day is not shared [R32]', () => {
  const row = {
    Id: '25',
    IdaasId: 'PWT-25',
    StaffStatus: 'Previous',
    Surname: 'Example',
    Title: 'Mrs',
    StaffCode: 'JXE',
  }
  const record = translatePerson('staff', rowOf(row, 'Staff[]'), everything, [])
  expect(record.facts).toEqual({ status: 'P', spell: { start: null, leaving: null }, year: null })
  expect(Object.keys(record.items)).toEqual(['staff.misId', 'staff.title', 'staff.name'])
})

test('of a leaver ids and the last day are told and nothing else', () => {
  const row = rowOf({ ...asha, UPN: 'Z999999999999', StudentStatus: 'Leaver', LeavingDate: '2026-10-23' }, 'Students[]')
  const left = translateLeaver('pupil', row)
  expect(left).toMatchObject({ ref: 'xQ7K2MD', by: 'leaverRow', leftOn: '2026-10-23', at: null })
  expect(JSON.stringify(left)).not.toMatch(/Asha|Z9999/)
  expect(translateLeaver('pupil', rowOf(asha, 'Students[]'))).toBeNull()
})

describe('groups', () => {
  /** The answer of xporter.md §15, with a tutor group that has a class's number. */
  const answer = {
    Group: [
      { Id: '8811', XID: 'xL8TTH2', IdaasId: 'GC-8811', Type: 'TeachingGrp', Code: '9X1/Fr', Name: '9X1/Fr' },
      { Id: '8811', XID: null, IdaasId: 'GR-8811', Type: 'RegGrp', Name: '9  ES' },
      { Id: '12', IdaasId: null, Type: 'SomethingGrp', Name: 'Choir' },
    ],
    StaffMembers: [{ Id: 'GC-8811.PWT-25', GroupId: '8811', StaffId: '25', GroupIdaasId: 'GC-8811' }],
    StudentMembers: [
      { Id: 'a', GroupId: '8811', StudentId: '4101', GroupIdaasId: 'GC-8811', StartDate: '2025-09-01', EndDate: null },
      { Id: 'b', GroupId: '8811', StudentId: '4101', GroupIdaasId: 'GR-8811' },
      { Id: 'c', GroupId: '8811', StudentId: '4101', GroupIdaasId: null },
      { Id: 'd', GroupId: '12', StudentId: '4101' },
      { Id: 'd', GroupId: '12', StudentId: '4101' },
      { Id: 'e', GroupId: '99', StudentId: '4101' },
    ],
    meta: [],
  }
  const datasets = readDatasets(answer, 'Groups', 'Group')

  test('are classes, tutor groups or what the MIS calls them', () => {
    expect(datasets.rows('Group').map((row) => translateGroup(row, everything))).toMatchObject([
      { ref: 'xL8TTH2', items: { 'group.name': '9X1/Fr', 'group.type': 'class' } },
      { ref: 'GR-8811', items: { 'group.name': '9 ES', 'group.type': 'registration' } },
      { ref: 'SomethingGrp/12', items: { 'group.name': 'Choir', 'group.type': 'something' } },
    ])
  })

  test('have their members by the id that has the type in it; a number that two types share places nobody', () => {
    const { of } = membersIn([datasets])
    expect(of('pupil', '4101')).toEqual([
      { group: 'xL8TTH2', item: 'pupil.classes', from: '2025-09-01' },
      { group: 'GR-8811', item: 'pupil.groups' },
      { group: 'SomethingGrp/12', item: 'pupil.groups' },
    ])
    expect(of('staff', '25')).toEqual([{ group: 'xL8TTH2', item: 'staff.groups' }])
    expect([of('staff', '4101'), of('pupil', '25')]).toEqual([[], []])
  })
})

describe('what is asked for', () => {
  test('is the columns of what is granted, and those that the rules of time need [R02]', () => {
    expect(peopleRequest('pupil', new Set(['pupil.upn'])).query['select']).toBe(
      'Id,XID,IdaasId,StudentStatus,EnrolmentStatus,EntryDate,LeavingDate,NCYear,YearGroup,UPN',
    )
    expect(groupsRequest(new Set(['pupil.name', 'group.name']))).toBeNull()
    expect(groupsRequest(new Set(['pupil.classes']))?.query).toMatchObject({
      options: 'includeStudentMembers',
      type: 'TeachingGrp',
    })
    expect(groupsRequest(new Set(['staff.groups']))?.query['options']).toBe('includeStaffMembers')
  })

  test('is permitted by scopes, of which the lesser ones do as far as they go', () => {
    const { permitted } = permissionsOf(['studentlite', 'SchoolLite', 'SomethingNew'])
    expect([...permitted].sort()).toEqual([
      'group.name',
      'group.type',
      'pupil.classes',
      'pupil.email',
      'pupil.gender',
      'pupil.groups',
      'pupil.misId',
      'pupil.name',
      'pupil.registrationGroup',
      'pupil.yearGroup',
    ])
    expect(permissionsOf(['UPN']).permitted.size).toBe(0)
    expect(permissionsOf(['B', 'A']).fingerprint).toBe(permissionsOf(['a', 'b']).fingerprint)
  })
})
