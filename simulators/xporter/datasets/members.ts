import { isOnRoll } from '../../model/pupils/pupil.js'
import { firstDay } from '../../model/calendar.js'
import { isEmployed } from '../../model/staff/staff-member.js'
import type { RosterWithEvents } from '../../events/roster-after.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { StaffMember } from '../../model/staff/staff-member.js'
import type { Group } from '../../model/teaching/group.js'
import type { TeachingClass } from '../../model/teaching/teaching-class.js'
import type { IdaasPrefix } from '../xporter-id.js'

/** A year, tutor group, house, club or class, with who is in it. */
export interface GroupOfXporter {
  readonly number: number
  readonly misId: string
  readonly name: string
  readonly type: string
  readonly prefix: IdaasPrefix
  /** The subject's code and name, of a class. */
  readonly subject: { readonly code: string; readonly name: string } | null
  /** Since when its members are in it: a class begins with its school year. */
  readonly from: string | null
  readonly students: readonly Pupil[]
  readonly staff: readonly StaffMember[]
}

// The types of years, houses, tutor groups and classes are documented; what a club is called is a guess.
const types = { YEAR: ['YearGrp', 'GY'], HOUSE: ['HouseGrp', 'GH'], REGISTRATION: ['RegGrp', 'GR'], USER: ['UserGrp', 'GU'] } as const // prettier-ignore

const known = new WeakMap<RosterWithEvents, readonly GroupOfXporter[]>()

/** Every group with somebody in it; Xporter lists no others. */
export function groupsIn(roster: RosterWithEvents): readonly GroupOfXporter[] {
  const found = known.get(roster) ?? groupsOnceIn(roster)
  known.set(roster, found)
  return found
}

function groupsOnceIn({ day, pupils, staff, groups, classes }: RosterWithEvents): readonly GroupOfXporter[] {
  const byGroup = new Map<string, Pupil[]>()
  for (const pupil of pupils.filter((one) => isOnRoll(one, day)))
    for (const group of [...pupil.groups, ...pupil.classes]) put(byGroup, keyOf(group), pupil)
  const holders = new Map(staff.filter((one) => isEmployed(one, day)).map((one) => [one.post, one]))
  const holderOf = (post: number | null) => (post === null ? [] : [holders.get(post) ?? []].flat())
  const found = [
    ...groups.map((group): GroupOfXporter => {
      const [type, prefix] = types[group.type]
      const { number, misId, name, post } = group
      const students = byGroup.get(keyOf(group)) ?? []
      return { number, misId, name, type, prefix, subject: null, from: null, students, staff: holderOf(post) }
    }),
    ...classes.map((taught): GroupOfXporter => {
      const { number, misId, name, subject, schoolYear, post } = taught
      const students = byGroup.get(keyOf(taught)) ?? []
      const from = firstDay(schoolYear)
      return { number, misId, name, type: 'TeachingGrp', prefix: 'GC', subject, from, students, staff: holderOf(post) }
    }),
  ]
  return found.filter(({ students, staff: teachers }) => students.length + teachers.length > 0)
}

/** By number, for two pupils may have the same group as two objects. Groups and classes are numbered apart. */
function keyOf(group: Group | TeachingClass): string {
  return 'subject' in group ? `class ${group.number}` : `group ${group.number}`
}

function put(map: Map<string, Pupil[]>, group: string, pupil: Pupil): void {
  const list = map.get(group)
  if (list) list.push(pupil)
  else map.set(group, [pupil])
}
