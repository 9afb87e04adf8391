import { emailOf, mobileOf } from '../../model/names/contact-points.js'
import { nameOf } from '../../model/names/person-name.js'
import { rosterOn } from '../../model/roster.js'
import { reference, seedOf } from '../scene.js'
import { sourcedId } from '../sourced-id.js'
import { account, names, removedStatus, standing } from './account.js'
import { gradeOf } from './classes.js'
import { listed, pupilId, staffId } from './people.js'
import type { Deletion } from '../../events/deletions-after.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { StaffMember } from '../../model/staff/staff-member.js'
import type { Row, Scene } from '../scene.js'

/** Pupils who are there, and those who are gone, in the way in which this provider tells of them. */
export function students(scene: Scene): Row[] {
  const { present, left } = listed(scene)
  const gone = scene.variant.leavers === 'gone' ? [] : left
  const status = scene.variant.leavers === 'ended' ? 'active' : removedStatus(scene)
  return [
    ...present.map((pupil) => student(scene, pupil, 'active')),
    ...gone.map((pupil) => student(scene, pupil, status)),
    ...deleted(scene, 'student').map((one) => stub(scene, pupilId(scene, one), 'student', one.deletedAt)),
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
    ...deleted(scene, 'employee').map((one) => stub(scene, staffId(scene, one), lastRole(scene, one), one.deletedAt)),
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

/** Records that were deleted, of a provider that tells of them. */
function deleted({ roster, variant }: Scene, of: Deletion['type']): readonly Deletion[] {
  if (variant.leavers === 'gone') return []
  return roster.deletions.filter(({ type, restoredAt }) => type === of && restoredAt === null)
}

/** All that is left of a record that was deleted: under its id, in the list that it was in. */
function stub(scene: Scene, id: string, role: string, deletedAt: string): Row {
  return {
    ...account(scene, deletedAt, removedStatus(scene)),
    sourcedId: id,
    username: '',
    givenName: '',
    familyName: '',
    grades: [],
    ...standing(scene, role, null, null),
  }
}

/** What a member of staff did before the record was deleted: the model knows who would be there today. */
function lastRole(scene: Scene, { misId }: Deletion): string {
  const { school, roster } = scene
  const member = rosterOn(school.model, roster.day).staff.find((one) => one.misId === misId)
  return member ? roleOf(scene, member) : 'teacher'
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

function parentId(scene: Scene, { number }: Pupil): string {
  return sourcedId('parent', number, seedOf(scene))
}
