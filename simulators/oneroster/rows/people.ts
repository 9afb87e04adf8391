import { isEmployed } from '../../model/staff/staff-member.js'
import { instant, seedOf } from '../scene.js'
import { sourcedId } from '../sourced-id.js'
import type { RosterWithEvents } from '../../events/roster-after.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { StaffMember } from '../../model/staff/staff-member.js'
import type { Row, Scene } from '../scene.js'

/** Whom a provider lists, and of whom it says that they are gone. */
export interface Listed {
  /** On roll, or to be: guests are no concern of a rostering provider. */
  readonly present: readonly Pupil[]
  /** Left, and listed as such for as long as the MIS keeps leavers. */
  readonly left: readonly Pupil[]
  readonly employed: readonly StaffMember[]
  readonly formerStaff: readonly StaffMember[]
}

const known = new WeakMap<RosterWithEvents, Listed>()

export function listed({ roster }: Scene): Listed {
  const found = known.get(roster) ?? listedIn(roster)
  known.set(roster, found)
  return found
}

function listedIn({ pupils, leavers, staff, day }: RosterWithEvents): Listed {
  const present = pupils.filter(
    ({ enrolmentStatus, leavingDate }) => enrolmentStatus !== 'Guest' && (leavingDate === null || leavingDate >= day),
  )
  const here = new Set(present.map(({ misId }) => misId))
  return {
    present,
    left: leavers.filter(({ misId }) => !here.has(misId)),
    employed: staff.filter((member) => isEmployed(member, day)),
    formerStaff: staff.filter((member) => !isEmployed(member, day)),
  }
}

export function pupilId(scene: Scene, { misId }: Pick<Pupil, 'misId'>): string {
  return sourcedId('pupil', Number(misId), seedOf(scene))
}

export function staffId(scene: Scene, { misId }: Pick<StaffMember, 'misId'>): string {
  return sourcedId('staff', Number(misId), seedOf(scene))
}

/** Birth and sex, under the person's own id. What else OneRoster knows of race is America's. */
export function demographics(scene: Scene): Row[] {
  const { present, employed } = listed(scene)
  const row = (id: string, { dateOfBirth, gender, updatedAt }: Pupil | StaffMember): Row => ({
    sourcedId: id,
    status: 'active',
    dateLastModified: instant(updatedAt),
    birthDate: dateOfBirth,
    sex: gender.toLowerCase(),
  })
  return [
    ...present.map((pupil) => row(pupilId(scene, pupil), pupil)),
    ...employed.map((member) => row(staffId(scene, member), member)),
  ]
}
