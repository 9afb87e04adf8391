import type { Dice } from './dice.js'
import type { Lie, Teller, WayName } from './lie.js'

const ofWonde = [
  'students.upi', 'students.mis_id', 'students.forename', 'students.surname', 'students.education_details', 'students.extended_details',
  'students.contact_details', 'students.classes', 'students.groups', 'students.education_details.leaving_date',
  'students.education_details.upn', 'students.extended_details.enrolment_status', 'employees', 'employees.mis_id',
  'employees.employment_details', 'employees.groups', 'groups', 'classes', 'students', 'students_leaver', 'deletions', 'counts',
] as const // prettier-ignore
const ofXporter = [
  'School', 'SchoolLite', 'Staff', 'StaffLite', 'StaffExtended', 'Student', 'StudentLite', 'StudentExtended', 'StudentFamily', 'UPN',
].map((scope) => `xporter.${scope}`) // prettier-ignore

/** The school shares less at its connector than the night before, whoever did that. */
export const permissionsShrink: Teller = (dice, { way }) => ({
  name: 'permissions that shrank',
  keptBy: 'proof',
  telling: shrunk(dice, way),
})

function shrunk(dice: Dice, way: WayName): Lie['telling'] {
  if (way === 'rest')
    return { variant: dice.pick([{ scopes: 'core' }, { withheld: 'classes' }, { withheld: 'people' }]) }
  if (way === 'csv') return { variant: { withheld: dice.pick(['births', 'classes', 'people']) } }
  return { denied: dice.some(way === 'xporter' ? ofXporter : ofWonde, dice.between(1, 4)) }
}
