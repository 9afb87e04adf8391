import { isEmployed } from '../../model/staff/staff-member.js'
import { calendarDate } from '../dates.js'
import { taughtBy, tutoredBy } from '../scene.js'
import { briefClass, briefGroup } from './brief-set.js'
import { openFields, personFields } from './person-fields.js'
import type { StaffMember } from '../../model/staff/staff-member.js'
import type { Fields, Resource } from '../resource.js'

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

export const employees: Resource<StaffMember> = {
  identity: 'employees',
  table: 'employees',
  open: openFields('employees'),
  scoped: personFields,
  includes: {
    employment_details: { fields: employmentDetails },
    contact_details: { fields: contactDetails },
    groups: {
      of: 'groups',
      relate: (member, scene, below) => tutoredBy(scene, member).map((group) => briefGroup(group, scene, below)),
    },
    classes: {
      of: 'classes',
      below: ['subject'],
      relate: (member, scene, below) => taughtBy(scene, member).map((taught) => briefClass(taught, scene, below)),
    },
  },
}
