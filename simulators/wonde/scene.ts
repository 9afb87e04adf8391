import { isEmployed } from '../model/staff/staff-member.js'
import { isOnRoll } from '../model/pupils/pupil.js'
import type { RosterWithEvents } from '../events/roster-after.js'
import type { Pupil } from '../model/pupils/pupil.js'
import type { StaffMember } from '../model/staff/staff-member.js'
import type { Group } from '../model/teaching/group.js'
import type { TeachingClass } from '../model/teaching/teaching-class.js'
import type { Scopes } from './scopes.js'

/** What an answer is made from: one school on one day, under one set of permissions. */
export interface Scene {
  readonly schoolId: string
  readonly seed: number
  readonly roster: RosterWithEvents
  readonly scopes: Scopes
}

/** Who is where, worked out once for a roster. */
interface Members {
  readonly byClass: ReadonlyMap<number, readonly Pupil[]>
  readonly byGroup: ReadonlyMap<number, readonly Pupil[]>
  readonly byPost: ReadonlyMap<number, StaffMember>
}

const known = new WeakMap<RosterWithEvents, Members>()

export function pupilsIn(scene: Scene, kind: 'byClass' | 'byGroup', number: number): readonly Pupil[] {
  return membersOf(scene.roster)[kind].get(number) ?? []
}

/** Whoever holds a teaching post: one, or nobody where there is no such post. */
export function holdersOf(scene: Scene, post: number | null): readonly StaffMember[] {
  const holder = post === null ? undefined : membersOf(scene.roster).byPost.get(post)
  return holder ? [holder] : []
}

export function taughtBy(scene: Scene, member: StaffMember): readonly TeachingClass[] {
  if (!holdersOf(scene, member.post).includes(member)) return []
  return scene.roster.classes.filter(({ post }) => post === member.post)
}

export function tutoredBy(scene: Scene, member: StaffMember): readonly Group[] {
  if (!holdersOf(scene, member.post).includes(member)) return []
  return scene.roster.groups.filter(({ post }) => post === member.post)
}

function membersOf(roster: RosterWithEvents): Members {
  const found = known.get(roster) ?? membersOnceOf(roster)
  known.set(roster, found)
  return found
}

function membersOnceOf({ pupils, staff, day }: RosterWithEvents): Members {
  const byClass = new Map<number, Pupil[]>()
  const byGroup = new Map<number, Pupil[]>()
  for (const pupil of pupils.filter((one) => isOnRoll(one, day))) {
    for (const { number } of pupil.classes) put(byClass, number, pupil)
    for (const { number } of pupil.groups) put(byGroup, number, pupil)
  }
  const employed = staff.filter((member) => isEmployed(member, day))
  return { byClass, byGroup, byPost: new Map(employed.flatMap((one) => (one.post === null ? [] : [[one.post, one]]))) }
}

function put(map: Map<number, Pupil[]>, number: number, pupil: Pupil): void {
  const list = map.get(number)
  if (list) list.push(pupil)
  else map.set(number, [pupil])
}
