import { isEmployed } from '../../model/staff/staff-member.js'
import { calendarDate } from '../printing/dates.js'
import { details, toMany } from '../printing/include.js'
import { resource } from '../printing/resource.js'
import { taughtBy, tutoredBy } from '../scene.js'
import { briefClasses } from './classes.js'
import { briefGroups } from './groups.js'
import { personFields, recordFields } from './person-fields.js'
import type { StaffMember } from '../../model/staff/staff-member.js'
import type { Fields } from '../printing/fields.js'

const employmentDetails: Fields<StaffMember> = {
  current: (member, { roster }) => isEmployed(member, roster.day),
  teaching_staff: ({ teaching }) => teaching,
  teacher_number: ({ teaching, number }) => (teaching ? String(number).padStart(7, '0') : null),
  teacher_category: () => null,
  staff_code: ({ staffCode }) => staffCode,
  employment_start_date: ({ startDate }) => calendarDate(startDate),
  employment_end_date: ({ endDate }) => calendarDate(endDate),
  local_authority_start_date: ({ startDate }) => calendarDate(startDate),
  role_text: ({ role }) => role,
}

const contactDetails: Fields<StaffMember> = {
  phones: {
    phone: ({ workPhone }) => workPhone,
    primary: ({ workPhone }) => workPhone,
    home: () => null,
    work: ({ workPhone }) => workPhone,
    mobile: () => null,
  },
  emails: {
    email: ({ email }) => email,
    primary: ({ email }) => email,
    home: () => null,
    work: ({ email }) => email,
  },
}

export const employees = resource<StaffMember>({
  identity: 'employees',
  table: 'employees',
  open: recordFields('employees'),
  scoped: personFields,
  includes: {
    employment_details: { ...details(employmentDetails), ofTheDay: () => true },
    contact_details: details(contactDetails),
    groups: toMany({
      of: 'groups',
      to: briefGroups,
      ofTheDay: true,
      find: (member: StaffMember, scene) => tutoredBy(scene, member),
    }),
    classes: toMany({
      of: 'classes',
      to: briefClasses,
      ofTheDay: true,
      find: (member: StaffMember, scene) => taughtBy(scene, member),
    }),
  },
})
