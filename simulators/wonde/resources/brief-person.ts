import { resource } from '../printing/resource.js'
import { personId, upiOf } from '../wonde-id.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { StaffMember } from '../../model/staff/staff-member.js'
import type { Fields } from '../printing/fields.js'

const naming: Fields<{ readonly misId: string }> = {
  upi: ({ misId }, { schoolId }) => upiOf(misId, schoolId),
  mis_id: ({ misId }) => misId,
}

/** A pupil inside a class or group: who it is, not what is known; the real product prints the whole person here. */
export const briefStudents = resource<Pupil>({
  identity: 'students',
  table: 'students',
  open: { id: (pupil, { seed }) => personId('students', pupil, seed) },
  scoped: naming,
  includes: {},
})

export const briefEmployees = resource<StaffMember>({
  identity: 'employees',
  table: 'employees',
  open: { id: (member, { seed }) => personId('employees', member, seed) },
  scoped: naming,
  includes: {},
})

/** The teacher of a class, with what the relation says. */
export const classTeachers = resource<StaffMember>({
  identity: 'employees',
  table: 'employees',
  open: {
    id: (member, { seed }) => personId('employees', member, seed),
    meta: () => ({
      role: 'Main Class Teacher',
      all_roles: ['Main Class Teacher'],
      is_main_teacher: true,
      is_class_teacher: true,
    }),
  },
  scoped: naming,
  includes: {},
})
