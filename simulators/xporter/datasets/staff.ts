import { isEmployed } from '../../model/staff/staff-member.js'
import { externalId, idaasId, xid } from '../xporter-id.js'
import { bit, printer } from './columns.js'
import { table } from './dataset.js'
import type { StaffMember } from '../../model/staff/staff-member.js'
import type { View } from '../scene.js'
import type { Columns } from './columns.js'
import type { Endpoint } from './dataset.js'

const columns: Columns<StaffMember> = {
  'Staff|StaffLite': {
    Id: ({ misId }) => misId,
    XID: (member, view) => xid('PWT', member, view),
    ExternalId: (member, view) => externalId('PWT', member, view),
    IdaasId: (member) => idaasId('PWT', member),
    Title: ({ title }) => title,
    Suffix: () => null,
    StaffCode: ({ staffCode }) => staffCode,
    StaffStatus: (member, view) => statusOf(member, view),
    Forename: ({ forename }) => forename,
    Surname: ({ surname }) => surname,
    DisplayName: ({ title, forename, surname }) => `${title} ${forename} ${surname}`,
    WorkEmail: ({ email }) => email,
    IdaasEmail: () => null,
    WorkPhone: ({ workPhone }) => workPhone,
    IsTeacher: ({ teaching }) => bit(teaching),
    IsSupport: ({ teaching }) => bit(!teaching),
    IsSupply: () => 0,
  },
  StaffExtended: {
    Gender: ({ gender }) => gender.charAt(0),
    MiddleName: ({ middleNames }) => middleNames,
    LegalForename: ({ legalForename }) => legalForename,
    LegalSurname: ({ legalSurname }) => legalSurname,
    DateOfBirth: ({ dateOfBirth }) => dateOfBirth,
    MobilePhone: () => null,
  },
  StaffEmployment: {
    EmploymentStart: ({ startDate }) => startDate,
    EmploymentEnd: ({ endDate }) => endDate,
    Roles: ({ role }) => role,
  },
}

export const staff: Endpoint = {
  scope: 'Staff,StaffLite',
  tables: (view) => [table('Staff', staffIn(view), printer({ columns, touched: ({ updatedAt }) => updatedAt }, view))],
}

function statusOf(member: StaffMember, { roster }: View): 'Current' | 'Future' | 'Previous' {
  if (isEmployed(member, roster.day)) return 'Current'
  return member.startDate > roster.day ? 'Future' : 'Previous'
}

function staffIn(view: View): readonly StaffMember[] {
  const { roster, options, parameters, id } = view
  const wanted = parameters.get('staffstatus')?.toLowerCase()
  return roster.staff.filter((member) => {
    const status = statusOf(member, view).toLowerCase()
    if (id !== undefined && member.misId !== id) return false
    if (options.has('teachersonly') && !member.teaching) return false
    if (wanted !== undefined) return status === wanted
    return status === 'current' || options.has(`include${status}`)
  })
}
