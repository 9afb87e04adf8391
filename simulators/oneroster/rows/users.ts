import { emailOf, mobileOf } from '../../model/names/contact-points.js'
import { nameOf } from '../../model/names/person-name.js'
import { dayAfter, instant, reference, schoolReference, seedOf } from '../scene.js'
import { sourcedId } from '../sourced-id.js'
import { gradeOf } from './classes.js'
import { listed, pupilId, staffId } from './people.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { StaffMember } from '../../model/staff/staff-member.js'
import type { Row, Scene } from '../scene.js'

/** Pupils who are there, and those who are gone, in the way in which this provider tells of them. */
export function students(scene: Scene): Row[] {
  const { present, left } = listed(scene)
  const deleted = scene.roster.deletions.filter(({ type, restoredAt }) => type === 'student' && restoredAt === null)
  const gone = scene.variant.leavers === 'gone' ? [] : left
  const status = scene.variant.leavers === 'ended' ? 'active' : removedStatus(scene)
  return [
    ...present.map((pupil) => student(scene, pupil, 'active')),
    ...gone.map((pupil) => student(scene, pupil, status)),
    ...(scene.variant.leavers === 'gone' ? [] : deleted).map(({ misId, deletedAt }) => stub(scene, misId, deletedAt)),
  ]
}

export function staff(scene: Scene): Row[] {
  const { employed, formerStaff } = listed(scene)
  const gone = scene.variant.leavers === 'gone' ? [] : formerStaff
  return [
    ...employed.map((member) => employee(scene, member, 'active')),
    ...gone.map((member) =>
      employee(scene, member, scene.variant.leavers === 'ended' ? 'active' : removedStatus(scene)),
    ),
  ]
}

/** A parent for each pupil, for a client that should never have asked for them. */
export function parents(scene: Scene): Row[] {
  return listed(scene).present.map((pupil) => {
    const seed = seedOf(scene)
    const { forename, surname } = nameOf(seed, 'contact', pupil.number).name
    return {
      ...account(scene, pupil.updatedAt, 'active'),
      sourcedId: parentId(scene, pupil),
      username: `parent${pupil.misId}`,
      givenName: forename,
      familyName: surname,
      email: emailOf(seed, forename, surname, pupil.number),
      sms: mobileOf(seed, 'contact', pupil.number),
      grades: [],
      ...standing(scene, 'parent', null, null),
    }
  })
}

function student(scene: Scene, pupil: Pupil, status: string): Row {
  const { misId, uln, upn, yearGroup, mobilePhone, homePhone, email, admissionDate, leavingDate } = pupil
  const placed = upnIn(scene, upn)
  const numbers = [...(uln === null ? [] : [{ type: 'ULN', identifier: uln }]), ...placed.userIds]
  return {
    ...account(scene, pupil.updatedAt, status),
    sourcedId: pupilId(scene, pupil),
    ...(placed.metadata === undefined ? {} : { metadata: placed.metadata }),
    username: `p${misId}`,
    userIds: placed.identifier === undefined ? numbers : [...numbers, { type: 'MIS', identifier: misId }],
    ...names(scene, pupil),
    identifier: placed.identifier ?? misId,
    email,
    sms: mobilePhone,
    phone: homePhone,
    agents: status === 'active' ? [reference(scene, 'users', parentId(scene, pupil), 'user')] : [],
    grades: [gradeOf(yearGroup)],
    ...standing(scene, 'student', admissionDate, leavingDate),
  }
}

function employee(scene: Scene, member: StaffMember, status: string): Row {
  return {
    ...account(scene, member.updatedAt, status),
    enabledUser: scene.roster.day > (member.endDate ?? '9999') ? 'false' : 'true',
    sourcedId: staffId(scene, member),
    username: member.staffCode,
    ...names(scene, member),
    identifier: member.misId,
    email: member.email,
    sms: null,
    phone: member.workPhone,
    grades: [],
    ...standing(scene, roleOf(scene, member), member.startDate, member.endDate),
  }
}

/** All that is left of a record that was deleted. */
function stub(scene: Scene, misId: string, deletedAt: string): Row {
  return {
    ...account(scene, deletedAt, removedStatus(scene)),
    sourcedId: pupilId(scene, { misId }),
    username: '',
    givenName: '',
    familyName: '',
    grades: [],
    ...standing(scene, 'student', null, null),
  }
}

function account({ version }: Scene, updatedAt: string, status: string) {
  const common = { status, dateLastModified: instant(updatedAt), enabledUser: 'true', userIds: [], agents: [] }
  return version === '1.1' ? { ...common, password: '' } : { ...common, userProfiles: [] }
}

/** In 1.2 the legal names are the given ones, and those in use are the preferred. */
function names({ version }: Scene, person: Pupil | StaffMember) {
  const { forename, surname, middleNames, legalForename, legalSurname } = person
  if (version === '1.1') return { givenName: forename, familyName: surname, middleName: middleNames }
  const legal = { givenName: legalForename, familyName: legalSurname, middleName: middleNames }
  return { ...legal, preferredFirstName: forename, preferredLastName: surname, preferredMiddleName: middleNames }
}

/** Whom somebody is at the school: one role in 1.1, any number in 1.2, from when to when. The end is the first day that no longer counts. */
function standing(scene: Scene, role: string, from: string | null, last: string | null) {
  const org = schoolReference(scene)
  if (scene.version === '1.1') return { role, orgs: [org] }
  const dates = { ...(from === null ? {} : { beginDate: from }), ...(last === null ? {} : { endDate: dayAfter(last) }) }
  return { roles: [{ roleType: 'primary', role, org, ...dates }], primaryOrg: org }
}

function roleOf({ version }: Scene, { teaching, role }: StaffMember): string {
  if (teaching) return 'teacher'
  if (role === 'Teaching Assistant') return 'aide'
  return version === '1.1' ? 'administrator' : 'siteAdministrator'
}

interface PlacedUpn {
  readonly userIds: readonly { readonly type: string; readonly identifier: string }[]
  readonly identifier?: string
  readonly metadata?: object
}

function upnIn({ variant }: Scene, upn: string | null): PlacedUpn {
  if (upn === null || variant.upn === 'absent') return { userIds: [] }
  if (variant.upn === 'userIds') return { userIds: [{ type: 'UPN', identifier: upn }] }
  return variant.upn === 'identifier' ? { userIds: [], identifier: upn } : { userIds: [], metadata: { 'uk.upn': upn } }
}

function removedStatus({ variant }: Scene): string {
  return variant.leavers === 'inactive' ? 'inactive' : 'tobedeleted'
}

function parentId(scene: Scene, { number }: Pupil): string {
  return sourcedId('parent', number, seedOf(scene))
}
