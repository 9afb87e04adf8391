import type { ItemCode } from '../../../agreement/items.js'
import { enrolmentStatus } from '../../enrolment-status.js'
import type { ControlFacts, Departure, SourceMembership, SourceRecord } from '../../source.js'
import { identitiesOf, refOf } from './identities.js'
import { gatherItems } from './item-place.js'
import { pupilPlaces, yearOf } from './pupil-places.js'
import { calendarDay, text } from './row.js'
import type { Row } from './row.js'
import { staffPlaces } from './staff-places.js'

export type PersonKind = Departure['kind']

/** What the rules of time need of everybody, and by what one is known: asked for with every read. */
export const factColumns: Readonly<Record<PersonKind, readonly string[]>> = {
  pupil: [
    'Id',
    'XID',
    'IdaasId',
    'StudentStatus',
    'EnrolmentStatus',
    'EntryDate',
    'LeavingDate',
    'NCYear',
    'YearGroup',
  ],
  staff: ['Id', 'XID', 'IdaasId', 'StaffStatus', 'EmploymentStart', 'EmploymentEnd'],
}

export function translatePerson(
  kind: PersonKind,
  row: Row,
  asked: ReadonlySet<ItemCode>,
  memberships: readonly SourceMembership[],
): SourceRecord {
  return {
    kind,
    ref: refOf(row),
    identities: identitiesOf(row),
    items: gatherItems(row, kind === 'pupil' ? pupilPlaces : staffPlaces, asked),
    facts: kind === 'pupil' ? pupilFacts(row) : staffFacts(row),
    memberships,
  }
}

// Somebody who is not admitted yet has a first day to come, whether or not it is known.
const SOME_DAY = '9999-12-31'

function pupilFacts(row: Row): ControlFacts {
  const standing = text(row, 'StudentStatus')?.toLowerCase()
  const [start, leaving] = [calendarDay(row, 'EntryDate'), calendarDay(row, 'LeavingDate')]
  return {
    status: standing === 'leaver' ? 'P' : enrolmentStatus(text(row, 'EnrolmentStatus')),
    spell: { start: standing === 'preadmission' ? (start ?? SOME_DAY) : start, leaving },
    year: yearOf(row),
  }
}

/** Of somebody whose employment is over and whose last day is not shared the status says it, as for an ended enrolment. */
function staffFacts(row: Row): ControlFacts {
  const standing = text(row, 'StaffStatus')?.toLowerCase()
  const [start, leaving] = [calendarDay(row, 'EmploymentStart'), calendarDay(row, 'EmploymentEnd')]
  return {
    status: standing === 'previous' ? 'P' : null,
    spell: { start: standing === 'future' ? (start ?? SOME_DAY) : start, leaving },
    year: null,
  }
}

/** Somebody whom the source lists as gone; null of one who is not, for a filter may be overlooked. Ids and the last day, no more. */
export function translateLeaver(kind: PersonKind, row: Row): Departure | null {
  const { status, spell } = kind === 'pupil' ? pupilFacts(row) : staffFacts(row)
  if (status !== 'P') return null
  const identities = identitiesOf(row).filter(({ kind: of }) => of !== 'upn')
  return { kind, ref: refOf(row), by: 'leaverRow', leftOn: spell?.leaving ?? null, at: null, identities }
}
