import { classes } from './resources/classes.js'
import { employees } from './resources/employees.js'
import { groups } from './resources/groups.js'
import { students } from './resources/students.js'
import { subjects } from './resources/subjects.js'
import { instantDate } from './printing/dates.js'
import type { Scopes } from './scopes.js'

/**
 * Every permission there is, by the identity the permissions endpoint lists it under. The names are ours: the real vocabulary is not published.
 *
 * - `students` the endpoint, and every pupil printed anywhere
 * - `students.forename` one property; without it the key is there and null
 * - `students.extended_details` an include; without it the include is left out
 * - `students.extended_details.ethnicity`, `students.contact_details.phones.mobile` a property of an include
 * - `students.classes` a relation; `classes` must be permitted too, and `classes.name` for the name
 *
 * Denying one denies everything below it. README.md lists them all.
 */
export const permissionIdentities: readonly string[] = unique([
  ...students.identities,
  ...employees.identities,
  ...groups.identities,
  ...classes.identities,
  ...subjects.identities,
  'students_leaver',
  'students_pre_admission',
  'contacts',
  'contacts.contact_details',
  'attendance',
  'attendance.comment',
  'attendance.minutes_late',
  'attendance_leavers',
  'attendance_codes',
  'assessment',
  'assessment.aspects',
  'assessment.resultsets',
  'assessment.results',
  'photos',
  'counts',
  'deletions',
])

const known = new Set(permissionIdentities)

/** A class's subject is both a property and an include, under one permission. */
function unique(identities: readonly string[]): string[] {
  return [...new Set(identities)]
}

export function isPermission(identity: string): boolean {
  return known.has(identity)
}

/** The permissions as Wonde lists them: all that the application asked for, and whether the school approved each. */
export function permissionItems(scopes: Scopes): object[] {
  return permissionIdentities.map((identity) => {
    const dot = identity.lastIndexOf('.')
    const approved = scopes.allows(identity)
    return {
      identity,
      name: identity.slice(dot + 1).replaceAll('_', ' '),
      description: null,
      parent: dot < 0 ? null : identity.slice(0, dot),
      group: identity.split('.')[0],
      active_from: instantDate('2024-09-01 00:00:00'),
      optional: dot >= 0,
      approved,
      audited: approved,
    }
  })
}
