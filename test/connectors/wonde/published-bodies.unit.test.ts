import { describe, expect, test } from 'vitest'
import { itemCodes } from '../../../agreement/items.js'
import { blockOf } from '../../../connectors/block.js'
import type { Ask } from '../../../connectors/wonde/client.js'
import { countsOf } from '../../../connectors/wonde/counts.js'
import { meetSchool } from '../../../connectors/wonde/meet-school.js'
import { walkPages } from '../../../connectors/wonde/pages.js'
import { readCounts, readPage, readPermissions } from '../../../connectors/wonde/payloads.js'
import { permissionsOf } from '../../../connectors/wonde/permissions.js'
import { idOf } from '../../../connectors/wonde/translate/block.js'
import { translateDeletion, translateLeaver } from '../../../connectors/wonde/translate/translate-departure.js'
import { translateCode, translateMark } from '../../../connectors/wonde/translate/translate-mark.js'
import { translateRow } from '../../../connectors/wonde/translate/translate-row.js'
import * as published from './support/published.js'
import { london } from './support/rows.js'

const { employee, group, school, student, teachingClass, utc } = published
const asked = new Set(itemCodes)
const row = (endpoint: 'students' | 'employees' | 'groups' | 'classes', value: object) =>
  translateRow(endpoint, blockOf(value, `${endpoint}[0]`), asked)

// The bodies that wonde.md holds for confirmed, section by section.
describe('what is published of Wonde is understood', () => {
  const list = 'https://api.wonde.com/v1.0/schools/A1930499544/classes'
  const walk = async (...bodies: readonly unknown[]) => {
    const answers = [...bodies]
    const ask: Ask = async (_url, _endpoint, ahead) => {
      ahead?.left()
      return answers.shift()
    }
    const ids: string[] = []
    for await (const page of walkPages(ask, { endpoint: 'classes', first: new URL(list), rowsAPage: 50 }, idOf))
      ids.push(...page)
    return ids
  }

  test('a list of nothing (2), as it was recorded', async () => {
    const pagination = { next: null, previous: null, more: false, per_page: 50, current_page: 1 }
    expect(await walk({ data: [], meta: { pagination } })).toEqual([])
  })

  test.for([
    ['numbered pages', { next: `${list}?per_page=2&include=students%2Cemployees&page=2`, per_page: '2', current_page: 1 }, { previous: `${list}?per_page=2&page=1`, per_page: '2', current_page: 2 }],
    ['pages by cursor', { next: `${list}?per_page=2&cursor=eyJtaXNfY2xhc3Nlcy5pZCI6MX0`, per_page: 2 }, { previous: null, per_page: 2 }],
  ] as const)('%s (2), with all the includes that there are', async ([, first, last]) => {
    const includes = ['subject', 'students', 'employees', 'lessons']
    const page = (id: string, pagination: object) => ({ data: [{ ...teachingClass, id }], meta: { pagination, includes } })
    expect(await walk(page('A1', { previous: null, more: true, ...first }), page('A2', { next: null, more: false, ...last }))).toEqual(['A1', 'A2'])
  }) // prettier-ignore

  test('a short list without a word about pages (2)', async () => {
    expect(await walk({ data: [teachingClass] })).toEqual([teachingClass.id])
    expect(await walk({ data: [teachingClass], meta: { includes: ['students'] } })).toEqual([teachingClass.id])
  })

  test.for([
    ['of today', {}],
    ['of 2019, with a number where there is text now', { establishment_number: 3430 }],
    ['of 2018', { la_code: 970, establishment_number: 3430, region: undefined }],
  ])('a school (5) %s', async ([, more]) => {
    const body = { data: { ...school, ...(more as object) }, meta: { includes: ['cbds'] } }
    const binding = { connector: 'wonde', schoolId: school.id, baseUrl: 'https://api.wonde.com' } as const
    const met = await meetSchool(async () => body, binding, { allowPlainLoopback: false })
    expect(met.school).toEqual({
      ref: school.id,
      name: 'Example School',
      establishmentNumber: '3430',
      laCode: '970',
      urn: '848187',
    })
    expect(met.origin.href).toBe('https://api.wonde.com/')
  })

  test.for([
    ['audited', { audited: true }, true],
    ['without it', {}, true],
    ['not declined', { declined: false }, true],
    ['declined', { declined: true }, false],
  ] as const)('a permission (5, 11) %s', ([, more, holds]) => {
    const { permitted } = permissionsOf(readPermissions({ data: [{ ...published.permission, ...more }] }))
    expect(permitted.has('pupil.name')).toBe(holds)
  })

  test('a pupil with includes (6.1)', () => {
    expect(row('students', student)).toEqual({
      kind: 'pupil',
      ref: 'A1749190001',
      identities: [
        { kind: 'sourceId', value: 'A1749190001' },
        { kind: 'misId', value: '9901' },
        { kind: 'upi', value: '0000000000000000000000000000a001' },
        { kind: 'upn', value: 'A801200000001' },
      ],
      items: {
        'pupil.misId': '9901',
        'pupil.name': { forename: 'Ada', surname: 'Example', middleNames: null },
        'pupil.legalName': { forename: 'Ada', surname: 'Example' },
        'pupil.gender': 'FEMALE',
        'pupil.dateOfBirth': '2013-09-29',
        'pupil.upn': 'A801200000001',
        'pupil.uln': null,
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
        'pupil.mobilePhone': '07700 900001',
        'pupil.homePhone': null,
        'pupil.email': 'ada@school.test',
        'pupil.registrationGroup': '7A',
      },
      facts: { status: 'C', spell: { start: '2024-09-02', leaving: null }, year: '7' },
      memberships: [{ group: 'classes/A1329180001', item: 'pupil.classes' }],
    })
  })

  test.for([
    ['null', null, null],
    ['with null in it', { data: null }, null],
    ['with a list of nothing in it', { data: [] }, null],
    ['missing', undefined, undefined],
    ['the bare id of the other', 'A1161580002', undefined],
  ] as const)('an include (3) that is %s', ([, registration, name]) => {
    expect(row('students', { ...student, registration }).items['pupil.registrationGroup']).toBe(name)
  })

  test('a leaver (6.1), with the last day', () => {
    const { data } = student.education_details
    const left = { ...student, education_details: { data: { ...data, leaving_date: london('2026-07-17') } } }
    expect(translateLeaver(blockOf(left, 'students-leaver[0]'))).toMatchObject({
      by: 'leaverRow',
      leftOn: '2026-07-17',
    })
  })

  test('a member of staff (6.3, 11), whose dates may come bare', () => {
    const { items, facts } = row('employees', employee)
    expect(items).toEqual({
      'staff.misId': '26',
      'staff.title': 'Mrs',
      'staff.initials': 'ME',
      'staff.name': { forename: 'Mo', surname: 'Example', middleNames: null },
      'staff.gender': 'female',
      'staff.dateOfBirth': '1980-02-11',
      'staff.email': 'mo@school.test',
    })
    expect(facts).toEqual({ status: null, spell: { start: '2019-09-01', leaving: null }, year: null })
    const ended = { data: { current: false, employment_start_date: '2019-09-01', employment_end_date: '2026-08-31' } }
    const gone = row('employees', { ...employee, employment_details: ended })
    expect(gone.facts).toEqual({ status: 'P', spell: { start: '2019-09-01', leaving: '2026-08-31' }, year: null })
  })

  test('a group and a class (6.4, 6.5, 11), with people in them whom nobody asked for', () => {
    expect(row('groups', group)).toMatchObject({
      items: { 'group.name': '7A', 'group.type': 'registration' },
      memberships: [],
    })
    for (const subject of ['A1209580001', null, { data: { id: 'A1209580001', name: 'Art', code: 'Ar' } }])
      expect(row('classes', { ...teachingClass, subject }).items).toEqual({
        'group.name': '10A/Ar1',
        'group.type': 'class',
      })
  })

  test('a code and a mark (6.7, 11)', () => {
    const codes = new Map([translateCode(blockOf(published.code, 'attendance-codes[0]'))])
    const mark = (more: object = {}) =>
      translateMark(blockOf({ ...published.mark, ...more }, 'attendance/session[0]'), codes)
    const read = { pupil: 'A205790001', date: '2025-01-06', session: 'AM', code: 'I' }
    expect(mark()).toEqual(read)
    expect(mark({ attendance_code: { data: published.code }, student: { data: { id: 'A205790001' } } })).toEqual(read)
  })

  test('counts (6.10), of kinds that are not ours too', () => {
    const body = { data: { students: { data: { count: 812 } }, contacts: { data: { count: 1400 } } } }
    expect(countsOf(readCounts(body), { pupil: ['students'], staff: ['employees'], group: [] })).toEqual({ pupil: 812 })
  })

  test('a deletion, and one that was taken back (6.11)', () => {
    const { deletion } = published
    const read = (more: object) => translateDeletion('pupil', blockOf({ ...deletion, ...more }, 'deletions[0]'))
    const stated = { kind: 'pupil', ref: 'A1039520001', by: 'deletionRow', leftOn: null, at: '2025-02-01T02:11:00Z' }
    expect(read({})).toMatchObject(stated)
    expect(read({ deleted_at: { ...utc('x'), date: '2025-02-01 02:11:00' } })).toMatchObject(stated)
    expect(read({ restored_at: utc('2025-02-03 02:11:00') })).toBeNull()
  })

  test.for(Object.entries(published.rowsOfOthers))('%s (6, 11), which nobody asks for, in the same envelope', ([, value]) => {
    const body = { data: [value], meta: { pagination: { next: null, previous: null, more: false, per_page: 50 } } }
    expect(readPage(body, 'others').data.map((one) => idOf(blockOf(one, 'others[0]')))).toEqual([value.id])
  }) // prettier-ignore
})
