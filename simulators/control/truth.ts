import { isOnRoll } from '../model/pupils/pupil.js'
import { isEmployed } from '../model/staff/staff-member.js'
import type { RosterWithEvents } from '../events/roster-after.js'
import type { Pupil } from '../model/pupils/pupil.js'
import type { StaffMember } from '../model/staff/staff-member.js'

const printed = new WeakMap<RosterWithEvents, string>()

/** Who is really at the school on the roster's day: no guests, nobody who has left or has not yet started. As JSON. */
export function truth(roster: RosterWithEvents): string {
  const known = printed.get(roster) ?? JSON.stringify(truthOf(roster))
  printed.set(roster, known)
  return known
}

function truthOf({ day, pupils, staff, groups, classes }: RosterWithEvents): object {
  return {
    at: day,
    pupils: pupils.filter((pupil) => isOnRoll(pupil, day)).map(pupilTruth),
    staff: staff.filter((member) => isEmployed(member, day)).map((member) => staffTruth(member, groups, classes)),
    groups: [
      ...groups.map(({ misId, name, type }) => ({ misId, name, type })),
      ...classes.map(({ misId, name, subject }) => ({ misId, name, type: 'CLASS', subject: subject.name })),
    ],
  }
}

function pupilTruth({ number: _, recordNumber: _record, classes, groups, ...pupil }: Pupil): object {
  return { ...pupil, classes: classes.map(({ name }) => name), groups: groups.map(({ name }) => name) }
}

type Looked = readonly { readonly name: string; readonly post: number | null }[]

function staffTruth(
  { number: _, recordNumber: _record, post, ...member }: StaffMember,
  groups: Looked,
  classes: Looked,
): object {
  const looksAfter = (list: Looked) => list.filter((one) => post !== null && one.post === post).map(({ name }) => name)
  return { ...member, groups: looksAfter(groups), classes: looksAfter(classes) }
}
