import type { ItemCode } from '../../agreement/items.js'
import { columnsFor } from './translate/item-place.js'
import { pupilPlaces } from './translate/pupil-places.js'
import { staffPlaces } from './translate/staff-places.js'
import { factColumns } from './translate/translate-person.js'
import type { PersonKind } from './translate/translate-person.js'

type Query = Readonly<Record<string, string>>

const endpoints = { pupil: 'Students', staff: 'Staff' } as const

export interface ListRequest {
  readonly endpoint: string
  readonly query: Query
}

/**
 * How the people of a kind are asked for: the columns of what is asked, and those of the rules of time (R02, R03). Whoever is registered here
 * and at another school is on roll; guests, leavers and those to come are not asked for (R27, R38).
 */
export function peopleRequest(kind: PersonKind, asked: ReadonlySet<ItemCode>): ListRequest {
  const select = selecting([...factColumns[kind], ...columnsFor(kind === 'pupil' ? pupilPlaces : staffPlaces, asked)])
  return { endpoint: endpoints[kind], query: kind === 'pupil' ? { options: 'includeSubsidiary', ...select } : select }
}

/**
 * How one person is asked for whom the school asked about, whatever standing: a guest or one who is to start is then told from nobody. Of people
 * alone, never of the list (R27, R38).
 */
export function personRequest(kind: PersonKind, asked: ReadonlySet<ItemCode>): ListRequest {
  const { endpoint, query } = peopleRequest(kind, asked)
  const options =
    kind === 'pupil'
      ? 'includeSubsidiary,includeGuests,includePreAdmissions,includeLeavers'
      : 'includeFuture,includePrevious'
  return { endpoint, query: { ...query, options } }
}

/** How pupils are asked for where only their names at the source are wanted: a mark names its pupil by the MIS id alone. */
export const pupilRefsRequest: ListRequest = {
  endpoint: endpoints.pupil,
  query: { options: 'includeSubsidiary', ...selecting(['Id', 'XID', 'IdaasId']) },
}

/** How the marks of sessions are asked for, of those on roll and without anything that was written beside them. */
export function marksRequest(from: string, to: string): ListRequest {
  return {
    endpoint: 'AttendanceForDateRange',
    query: { DateFrom: from, DateTo: to, ...selecting(['Id', 'Date', 'StudentId', 'Mark', 'Type', 'Session']) },
  }
}

/** How those who are gone are asked for: this school year's and the last one's, whom they are and until when. */
export function leaversRequest(kind: PersonKind): ListRequest {
  const query =
    kind === 'pupil'
      ? { studentStatus: 'Leaver', options: 'includeLeavers', ...selecting(['Id', 'XID', 'IdaasId', 'StudentStatus', 'LeavingDate']) }
      : { staffStatus: 'Previous', options: 'includePrevious', ...selecting(['Id', 'XID', 'IdaasId', 'StaffStatus', 'EmploymentEnd']) } // prettier-ignore
  return { endpoint: endpoints[kind], query }
}

/** How groups are asked for, with those members whose memberships are asked; null where none are. */
export function groupsRequest(asked: ReadonlySet<ItemCode>): ListRequest | null {
  const [groups, classes, staff] = [asked.has('pupil.groups'), asked.has('pupil.classes'), asked.has('staff.groups')]
  if (!groups && !classes && !staff) return null
  const students = groups || classes
  const columns = [
    'Id', 'XID', 'IdaasId', 'Type', ...(asked.has('group.name') ? ['Name'] : []),
    ...(students || staff ? ['GroupId', 'GroupIdaasId', 'StartDate', 'EndDate'] : []),
    ...(students ? ['StudentId'] : []), ...(staff ? ['StaffId'] : []),
  ] // prettier-ignore
  const options = [...(students ? ['includeStudentMembers'] : []), ...(staff ? ['includeStaffMembers'] : [])]
  return {
    endpoint: 'Groups',
    query: {
      options: options.join(','),
      // Several types at once are not known to be understood; of one it is certain.
      ...(classes && !groups && !staff ? { type: 'TeachingGrp' } : {}),
      ...selecting(columns),
    },
  }
}

function selecting(columns: readonly string[]): Query {
  return { select: [...new Set(columns)].join(',') }
}
