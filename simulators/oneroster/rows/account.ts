import { dayAfter, instant, schoolReference } from '../scene.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { StaffMember } from '../../model/staff/staff-member.js'
import type { Scene } from '../scene.js'

/** What every user has, in the version's own fields. */
export function account({ version }: Scene, updatedAt: string, status: string) {
  const common = { status, dateLastModified: instant(updatedAt), enabledUser: 'true', userIds: [], agents: [] }
  return version === '1.1' ? { ...common, password: '' } : { ...common, userProfiles: [] }
}

/** In 1.2 the legal names are the given ones, and those in use are the preferred. */
export function names({ version }: Scene, person: Pupil | StaffMember) {
  const { forename, surname, middleNames, legalForename, legalSurname } = person
  if (version === '1.1') return { givenName: forename, familyName: surname, middleName: middleNames }
  const legal = { givenName: legalForename, familyName: legalSurname, middleName: middleNames }
  return { ...legal, preferredFirstName: forename, preferredLastName: surname, preferredMiddleName: middleNames }
}

/** Whom somebody is at the school: one role in 1.1, any number in 1.2, from when to when. The end is the first day that no longer counts. */
export function standing(scene: Scene, role: string, from: string | null, last: string | null) {
  const org = schoolReference(scene)
  if (scene.version === '1.1') return { role, orgs: [org] }
  const dates = { ...(from === null ? {} : { beginDate: from }), ...(last === null ? {} : { endDate: dayAfter(last) }) }
  return { roles: [{ roleType: 'primary', role, org, ...dates }], primaryOrg: org }
}

/** What is said of whoever is gone, where anything is. */
export function removedStatus({ variant }: Scene): string {
  return variant.leavers === 'inactive' ? 'inactive' : 'tobedeleted'
}
