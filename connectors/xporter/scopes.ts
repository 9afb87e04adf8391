import { createHash } from 'node:crypto'

import type { ItemCode } from '../../agreement/items.js'
import type { Permissions } from '../source.js'

const pupil = ['Student', 'StudentLite']
const staff = ['Staff', 'StaffLite']
const school = ['School', 'SchoolLite']

/** By which scopes a school allows an item: of each list one must be granted. An item that is not here cannot be read from Xporter. */
const neededScopes: ReadonlyMap<ItemCode, readonly (readonly string[])[]> = new Map<ItemCode, readonly string[][]>([
  ['pupil.misId', [pupil]],
  ['pupil.name', [pupil]],
  ['pupil.gender', [pupil]],
  ['pupil.email', [pupil]],
  ['pupil.yearGroup', [pupil]],
  ['pupil.registrationGroup', [pupil]],
  ['pupil.upn', [pupil, ['UPN']]],
  ['pupil.uln', [pupil, ['StudentExtended']]],
  ['pupil.legalName', [pupil, ['StudentExtended']]],
  ['pupil.dateOfBirth', [pupil, ['StudentExtended']]],
  ['pupil.startDate', [pupil, ['StudentExtended']]],
  ['pupil.leavingDate', [pupil, ['StudentExtended']]],
  ['pupil.ethnicity', [pupil, ['StudentDemographic', 'StudentEthnicity']]],
  ['pupil.fsm', [pupil, ['StudentFunding']]],
  ['pupil.fsm6', [pupil, ['StudentFunding']]],
  ['pupil.pupilPremium', [pupil, ['StudentFunding']]],
  ['pupil.giftedTalented', [pupil, ['StudentFunding']]],
  ['pupil.eal', [pupil, ['StudentDemographic', 'StudentFunding']]],
  ['pupil.inCare', [pupil, ['StudentFamily']]],
  ['pupil.serviceChild', [pupil, ['StudentFamily']]],
  ['pupil.sen', [pupil, ['SEN', 'SENTypes']]],
  ['pupil.attendance', [pupil, ['Attendance']]],
  // The names of aspects and occasions come with the school's own data, and not with the lesser scope.
  ['pupil.assessments', [pupil, ['AssessmentResults'], ['School']]],
  ['pupil.photo', [pupil, ['Photos']]],
  ['pupil.groups', [pupil, school]],
  ['pupil.classes', [pupil, school]],
  ['staff.misId', [staff]],
  ['staff.title', [staff]],
  ['staff.name', [staff]],
  ['staff.email', [staff]],
  ['staff.gender', [staff, ['StaffExtended']]],
  ['staff.dateOfBirth', [staff, ['StaffExtended']]],
  ['staff.groups', [staff, school]],
  ['group.name', [school]],
  ['group.type', [school]],
])

/** What a token's scopes mean in items. */
export function permissionsOf(scopes: readonly string[]): Permissions {
  const granted = new Set(scopes.map((scope) => scope.toLowerCase()))
  const permitted = new Set<ItemCode>()
  for (const [code, needed] of neededScopes)
    if (needed.every((names) => names.some((name) => granted.has(name.toLowerCase())))) permitted.add(code)
  return {
    permitted,
    fingerprint: createHash('sha256')
      .update([...granted].sort().join('\n'))
      .digest('hex'),
  }
}
