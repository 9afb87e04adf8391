import { externalId, idaasId, xid } from '../xporter-id.js'
import { printer } from './columns.js'
import { emptyTable, table } from './dataset.js'
import { groupsIn } from './members.js'
import type { View } from '../scene.js'
import type { Columns } from './columns.js'
import type { Endpoint, Table } from './dataset.js'
import type { GroupOfXporter } from './members.js'
import type { Numbered } from '../xporter-id.js'

const groupColumns: Columns<GroupOfXporter> = {
  'School|SchoolLite': {
    Id: ({ misId }) => misId,
    XID: (group, view) => xid(group.prefix, group, view),
    ExternalId: (group, view) => externalId(group.prefix, group, view),
    IdaasId: (group) => idaasId(group.prefix, group),
    Type: ({ type }) => type,
    Code: ({ name }) => name,
    Name: ({ name }) => name,
    PrimaryStaffId: ({ staff }) => staff[0]?.misId ?? null,
    Staff: ({ staff }) => staff.map(({ staffCode }) => staffCode).join(','),
    NumStudents: ({ students }) => students.length,
    StudentIds: ({ students }, { options }) =>
      options.has('includemembersids') ? students.map(({ misId }) => misId).join(',') : null,
    SubjectCode: ({ subject }, { options }) => (options.has('includesubjects') ? (subject?.code ?? null) : null),
    SubjectName: ({ subject }, { options }) => (options.has('includesubjects') ? (subject?.name ?? null) : null),
  },
}

/** One person in one group. */
interface Member {
  readonly group: GroupOfXporter
  readonly person: Numbered
}

const studentColumns: Columns<Member> = {
  'School|SchoolLite': {
    Id: ({ group, person }) => `${idaasId(group.prefix, group)}.${idaasId('PL', person)}`,
    GroupId: ({ group }) => group.misId,
    StudentId: ({ person }) => person.misId,
    GroupIdaasId: ({ group }) => idaasId(group.prefix, group),
    StudentIdaasId: ({ person }) => idaasId('PL', person),
    StartDate: ({ group }) => group.from,
    EndDate: () => null,
  },
}

const staffColumns: Columns<Member> = {
  'School|SchoolLite': {
    Id: ({ group, person }) => `${idaasId(group.prefix, group)}.${idaasId('PWT', person)}`,
    GroupId: ({ group }) => group.misId,
    StaffId: ({ person }) => person.misId,
    StaffRole: ({ group }) => (group.type === 'TeachingGrp' ? 'Main teacher' : 'Tutor'),
    GroupIdaasId: ({ group }) => idaasId(group.prefix, group),
    StaffIdaasId: ({ person }) => idaasId('PWT', person),
  },
}

// Nothing here says when it was made; one stamp for all keeps rows equal from night to night.
const STAMP = '2015-09-01 02:00:00'

export const groups: Endpoint = {
  scope: 'School,SchoolLite',
  tables: (view) => {
    const listed = groupsAskedFor(view)
    const members = (people: 'students' | 'staff') =>
      listed.flatMap((group) => group[people].map((person): Member => ({ group, person })))
    return [
      table('Group', listed, printer({ columns: groupColumns, touched: () => STAMP }, view)),
      optional(view, 'StaffMembers', 'includestaffmembers', staffColumns, () => members('staff')),
      optional(view, 'StudentMembers', 'includestudentmembers', studentColumns, () => members('students')),
      emptyTable('GroupTypes'),
    ]
  },
}

function optional(
  view: View,
  name: string,
  option: string,
  columns: Columns<Member>,
  members: () => readonly Member[],
): Table {
  if (!view.options.has(option)) return emptyTable(name)
  return table(name, members(), printer({ columns, touched: () => STAMP }, view))
}

function groupsAskedFor(view: View): readonly GroupOfXporter[] {
  const { roster, parameters, id } = view
  const types = parameters.get('type')?.toLowerCase().split(',')
  const code = parameters.get('code')
  return groupsIn(roster).filter(
    (group) =>
      (types === undefined || types.includes(group.type.toLowerCase())) &&
      (code === undefined || code === group.name) &&
      (id === undefined || id === group.misId || id === externalId(group.prefix, group, view)),
  )
}
