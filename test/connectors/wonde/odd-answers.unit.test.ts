import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ItemCode } from '../../../agreement/items.js'
import { blockOf } from '../../../connectors/block.js'
import { SourceFailure } from '../../../connectors/source.js'
import type { SourceRecord } from '../../../connectors/source.js'
import { readCounts, readPage, readPermissions, readSchool } from '../../../connectors/wonde/payloads.js'
import { permissionsOf } from '../../../connectors/wonde/permissions.js'
import { translateDeletion, translateLeaver } from '../../../connectors/wonde/translate/translate-departure.js'
import { translateAspect, translateResult } from '../../../connectors/wonde/assessment/translate-assessment.js'
import { translatePhoto } from '../../../connectors/wonde/photos/read-photos.js'
import { translateMark } from '../../../connectors/wonde/translate/translate-mark.js'
import { translateRow } from '../../../connectors/wonde/translate/translate-row.js'
import { gate } from '../../../pipeline/gate.js'
import { CANARY, fuzzRuns, oddVariant } from '../support/odd.js'
import { employee, london, student } from './support/rows.js'

const asked = new Set<ItemCode>(['pupil.name', 'pupil.upn', 'pupil.classes', 'pupil.email', 'staff.name', 'group.name'])
const granted = new Set<ItemCode>(['pupil.name', 'pupil.classes', 'staff.name', 'group.name'])
const terms = { granted, people: { preAdmission: 'untilStart', guests: 'refuse' }, today: '2026-11-27' } as const

const group = {
  id: 'A7',
  name: CANARY,
  type: 'REGISTRATION',
  subject: { data: { id: 'A9', name: 'Ma' } },
  code: '7A/Ma1',
}
const mark = {
  id: 'A1',
  date: london('2026-11-05'),
  session: 'AM',
  student: 'A7',
  attendance_code: 'A101',
  comment: CANARY,
}
const result = {
  id: 'A1',
  student: 'A7',
  aspect: { data: { id: 'A9', name: CANARY } },
  resultset: { data: { id: 'A3', name: 'Autumn' } },
  result: '4',
  result_date: london('2026-12-10'),
  comment: CANARY,
}
const deletion = { type: 'student', id: 'A1', mis_id: '9', deleted_at: london('2026-11-05'), restored_at: null }
const leaver = { ...student, education_details: { data: { leaving_date: london('2026-07-17') } } }
const envelope = { data: [student], meta: { pagination: { next: null, more: false, per_page: '200' } } }
const school = {
  data: { id: 'A1', name: 'A School', establishment_number: 4001, la_code: '301', region: { domain: 'x' } },
}
const permissions = { data: [{ identity: 'students', parent: null, approved: true, declined: false }] }
const counts = { data: { students: { data: { count: 3 } }, groups: { data: { count: '4' } } } }

/** What came through the gate of one record. */
function kept(record: SourceRecord): readonly string[] {
  const outcome = gate(record, terms)
  if (!('passed' in outcome)) return []
  return [...Object.keys(outcome.passed.items), ...outcome.passed.memberships.map(({ item }) => item)]
}
const row = (endpoint: 'students' | 'employees' | 'groups' | 'classes') => (value: object) =>
  kept(translateRow(endpoint, blockOf(value, `${endpoint}[0]`), asked))
const nothingOf = (read: (value: object) => unknown) => (value: object) => {
  read(value)
  return []
}

const documents = [
  ['a pupil', student, row('students')],
  ['a member of staff', employee, row('employees')],
  ['a group', group, row('groups')],
  ['a class', group, row('classes')],
  ['a leaver', leaver, nothingOf((value) => translateLeaver(blockOf(value, 'students-leaver[0]')))],
  ['a deletion', deletion, nothingOf((value) => translateDeletion('pupil', blockOf(value, 'deletions[0]')))],
  ['a mark', mark, nothingOf((value) => translateMark(blockOf(value, 'attendance[0]'), new Map([['A101', '/']])))],
  ['a result', result, nothingOf((value) => translateResult(blockOf(value, 'results[0]')))],
  ['an aspect', result.aspect.data, nothingOf((value) => translateAspect(blockOf(value, 'aspects[0]')))],
  ['a photograph', { id: 'A7', photo: { data: { id: 'A9', hash: 'ab', content: CANARY } } }, nothingOf((value) => translatePhoto(blockOf(value, 'students[0]')))], // prettier-ignore
  [
    'a page',
    envelope,
    nothingOf((value) => readPage(value, 'students').data.map((one) => blockOf(one, 'students[0]'))),
  ],
  ['a school', school, nothingOf(readSchool)],
  ['a list of permissions', permissions, nothingOf((value) => permissionsOf(readPermissions(value)))],
  ['counts', counts, nothingOf(readCounts)],
] as const

test.for(documents)(
  '%s in any odd form is read, or refused by path and code without a value, and brings nothing that is not granted [R02]',
  ([, document, read]) => {
    let through = 0
    const property = fc.property(oddVariant(document), (variant) => {
      try {
        const codes = read(variant)
        through += 1
        return codes.every((code) => granted.has(code as ItemCode))
      } catch (failure) {
        if (!(failure instanceof SourceFailure)) throw failure
        expect(failure.message).toMatch(/^[\w.[\]|-]+: \w+$/)
        expect(failure.message).not.toContain(CANARY.slice(0, 6))
        return true
      }
    })
    fc.assert(property, { numRuns: Math.ceil(fuzzRuns / documents.length) })
    // Were all of them refused, the property would show nothing.
    expect(through).toBeGreaterThan(fuzzRuns / documents.length / 10)
  },
)
