import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isItemCode } from '../../../agreement/items.js'
import type { ItemCode } from '../../../agreement/items.js'
import { SourceFailure } from '../../../connectors/source.js'
import { judge } from '../../../connectors/xporter/http/said.js'
import { membersIn } from '../../../connectors/xporter/members.js'
import { readDatasets, readTokenDetails } from '../../../connectors/xporter/payloads.js'
import { idOf } from '../../../connectors/xporter/translate/row.js'
import { translateGroup } from '../../../connectors/xporter/translate/translate-group.js'
import { translateMark } from '../../../connectors/xporter/translate/translate-mark.js'
import { translateLeaver, translatePerson } from '../../../connectors/xporter/translate/translate-person.js'
import { gate, gateMark } from '../../../pipeline/gate.js'
import { fuzzRuns } from '../support/odd.js'

const CANARY = 'Canary-Surname'

const row = {
  Id: '4101', XID: 'xQ7K2MD', IdaasId: 'PL-4101', Forename: 'Asha', Surname: CANARY, Gender: 'F', RegGroup: '4ES', YearGroup: 'Year  4',
  DateofBirth: '2016-11-20', EnrolmentStatus: 'C', EntryDate: '2020-09-01', LeavingDate: null, SENProvision: 'K', FsmEligible: 0,
  StudentStatus: 'OnRoll', StaffStatus: 'Current', EmploymentStart: '2019-09-01', Type: 'TeachingGrp', Name: '9X1', GroupId: '1',
  GroupIdaasId: 'GC-1', StudentId: '4101', StartDate: '2025-09-01', UPN: 'Z999999999999',
} // prettier-ignore

const oddCell = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, '', 0, -1, true, 'x'.repeat(10_000), '2026-02-30', [], {}),
)
/** One or two cells are odd, some are missing: a row in which all were would be refused for the first of them. */
const keys = Object.keys(row)
const oddRow = fc
  .record({ odd: fc.subarray(keys, { maxLength: 2 }), cells: fc.tuple(oddCell, oddCell), missing: fc.subarray(keys) })
  .map(({ odd, cells, missing }) => ({
    ...Object.fromEntries(Object.entries(row).filter(([name]) => name === 'Id' || !missing.includes(name))),
    ...Object.fromEntries(odd.map((name, at) => [name, cells[at]])),
  }))
const oddRows = fc.oneof(
  { weight: 9, arbitrary: fc.array(oddRow, { maxLength: 2 }) },
  { weight: 1, arbitrary: oddCell },
)
const mostlyNone = fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: oddCell })
const oddAnswer = fc.record(
  { Students: oddRows, Group: oddRows, StudentMembers: oddRows, meta: oddCell, __pagination__: mostlyNone, ExceptionMessage: mostlyNone },
  { requiredKeys: ['Students'] },
) // prettier-ignore

const granted = new Set<ItemCode>(['pupil.name', 'pupil.upn', 'staff.name', 'group.name', 'pupil.classes'])
const terms = { granted, people: { preAdmission: 'untilStart', guests: 'refuse' }, today: '2026-11-27' } as const

/** Everything that the connector does with one answer; a failure on purpose is an answer too. */
function through(answer: object): readonly string[] {
  const codes: string[] = []
  try {
    const judged = judge({ body: answer })
    if ('trouble' in judged) return codes
    const datasets = readDatasets(answer, 'Students', 'Students')
    const { of } = membersIn([datasets])
    for (const one of datasets.rows('Students'))
      for (const kind of ['pupil', 'staff'] as const) {
        translateLeaver(kind, one)
        const outcome = gate(translatePerson(kind, one, granted, of(kind, idOf(one))), terms)
        if ('passed' in outcome) codes.push(...Object.keys(outcome.passed.items))
      }
    for (const one of datasets.rows('Group')) translateGroup(one, granted)
  } catch (failure) {
    if (!(failure instanceof SourceFailure)) throw failure
    expect(failure.message).toMatch(/^[\w.[\]|]+: \w+$/)
    expect(failure.message).not.toContain(CANARY)
  }
  return codes
}

test('an odd answer is read or refused by path and code, and brings nothing that is not granted [R02]', () => {
  let passed = 0
  const property = fc.property(oddAnswer, (answer) => {
    const codes = through(answer)
    passed += codes.length > 0 ? 1 : 0
    return codes.every((code) => isItemCode(code) && granted.has(code))
  })
  fc.assert(property, { numRuns: Math.ceil((fuzzRuns * 2) / 3) })
  // Were all of them refused, the property would show nothing.
  expect(passed).toBeGreaterThan(100)
})

const mark = { Id: '4101.2026-11-05.AM', Date: '2026-11-05', StudentId: '4101', Mark: '/', Type: 'S', Session: 'AM', Notes: CANARY } // prettier-ignore
const oddMark = fc
  .record({ odd: fc.subarray(Object.keys(mark), { maxLength: 2 }), cells: fc.tuple(oddCell, oddCell) })
  .map(({ odd, cells }) => ({ ...mark, ...Object.fromEntries(odd.map((name, at) => [name, cells[at]])) }))

test('an odd mark is read without what was written beside it, or refused by path and code', () => {
  let passed = 0
  const property = fc.property(oddMark, (row) => {
    try {
      const [read] = readDatasets({ AttendMarks: [row] }, 'AttendanceForDateRange', 'AttendMarks').rows('AttendMarks')
      const received = read && translateMark(read, (misId) => `PL-${misId}`)
      if (!received) return true
      const outcome = gateMark(received, { granted: new Set<ItemCode>(['pupil.attendance']), since: null })
      passed += 'passed' in outcome ? 1 : 0
      return !JSON.stringify({ ...received, pupil: '' }).includes(CANARY)
    } catch (failure) {
      if (!(failure instanceof SourceFailure)) throw failure
      return /^[\w.[\]]+: \w+$/.test(failure.message)
    }
  })
  fc.assert(property, { numRuns: Math.ceil(fuzzRuns / 3) })
  expect(passed).toBeGreaterThan(100)
})

test('odd details of a token are read or refused', () => {
  const property = fc.property(
    fc.dictionary(fc.constantFrom('Estab', 'RelyingParty', 'Scopes', 'Name'), oddCell),
    (details) => {
      try {
        return readTokenDetails(details).scopes.every((scope) => typeof scope === 'string')
      } catch (failure) {
        return failure instanceof SourceFailure
      }
    },
  )
  fc.assert(property, { numRuns: Math.ceil(fuzzRuns / 3) })
})
