import { dayOf } from '../model/calendar.js'
import { pupilOn } from '../model/pupils/pupil-on.js'
import { misAfter, underMis } from './change-mis.js'
import { changePupil } from './change-pupil.js'
import { deletionsAfter } from './deletions-after.js'
import { marksAfter } from './marks-after.js'
import { newcomerLife } from './newcomer.js'
import { relive } from './relive.js'
import { staffAfter } from './staff-after.js'
import type { SetMark } from '../model/attendance/marks-between.js'
import type { Day } from '../model/calendar.js'
import type { Mis } from './change-mis.js'
import type { Deletion } from './deletions-after.js'
import type { Pupil } from '../model/pupils/pupil.js'
import type { Roster } from '../model/roster.js'
import type { School } from '../model/school.js'
import type { SchoolEvent } from './school-event.js'

/** Records after events, kept so that a record that nothing touched since is the same object and its page stays cached. */
export type Changed = Map<string, { readonly base: Pupil; readonly events: string; readonly pupil: Pupil | undefined }>

export interface RosterWithEvents extends Roster {
  readonly deletions: readonly Deletion[]
  /** Marks that were set by hand, by pupil, day and session. */
  readonly marks: ReadonlyMap<string, SetMark>
  /** The MIS that the school went over to; absent while it has its first. */
  readonly mis?: Mis
}

/** The model's day with the test's events laid on top. Only the pupils they are about are looked at again. */
export function rosterAfter(
  school: School,
  roster: Roster,
  events: readonly SchoolEvent[],
  changed: Changed,
): RosterWithEvents {
  const inForce = events.filter((event) => isInForce(event, roster.day))
  const deletions = deletionsAfter(inForce, ({ misId }) => typeOf(roster, misId))
  const marks = marksAfter(inForce)
  if (inForce.length === 0) return { ...roster, deletions, marks }
  const byPerson = grouped(inForce.filter((event) => event.do !== 'changeMis'))
  const untouched = (list: readonly Pupil[]) => list.filter(({ misId }) => !byPerson.has(misId))
  const touched = [...byPerson].flatMap(([misId, own]) => {
    const base = baseOf(school, roster, misId, own)
    const pupil = base && replay(school, base, own, changed)
    return pupil ?? []
  })
  const current = touched.filter((pupil) => isCurrent(pupil, roster.day))
  const left = touched.filter((pupil) => !isCurrent(pupil, roster.day))
  const after = {
    ...roster,
    pupils: [...untouched(roster.pupils), ...current].sort(byNumber),
    leavers: [...untouched(roster.leavers), ...left].sort(byNumber),
    preAdmission: untouched(roster.preAdmission),
    staff: staffAfter(roster.staff, byPerson),
    deletions,
    marks,
  }
  const mis = misAfter(inForce)
  return mis ? underMis(after, mis) : after
}

function typeOf({ staff }: Roster, misId: string): Deletion['type'] {
  return staff.some((member) => member.misId === misId) ? 'employee' : 'student'
}

/** A newcomer or leaver is entered ahead of the day; everything else is so from its day on. */
function isInForce(event: SchoolEvent, day: Day): boolean {
  if (event.do !== 'join' && event.do !== 'leave' && event.do !== 'return') return event.on <= day
  return event.on <= day || dayOf(event.at) <= day
}

function grouped(events: readonly SchoolEvent[]): Map<string, SchoolEvent[]> {
  const found = new Map<string, SchoolEvent[]>()
  for (const event of events) found.set(event.misId, [...(found.get(event.misId) ?? []), event])
  return found
}

function baseOf(school: School, roster: Roster, misId: string, own: readonly SchoolEvent[]): Pupil | undefined {
  const joined = own.find((event) => event.do === 'join')
  if (joined) return pupilOn(school, newcomerLife(school, joined), roster.day)
  for (const list of [roster.pupils, roster.leavers, roster.preAdmission]) {
    const found = list.find((pupil) => pupil.misId === misId)
    if (found) return found
  }
  return undefined
}

function replay(school: School, base: Pupil, own: readonly SchoolEvent[], changed: Changed): Pupil | undefined {
  const events = JSON.stringify(own)
  const known = changed.get(base.misId)
  if (known?.base === base && known.events === events) return known.pupil
  const pupil = relive(base, own, (so, event) => changePupil(school, so, event))
  changed.set(base.misId, { base, events, pupil })
  return pupil
}

function isCurrent(pupil: Pupil, day: Day): boolean {
  return pupil.leavingDate === null || pupil.leavingDate >= day
}

function byNumber(one: Pupil, other: Pupil): number {
  return one.number - other.number
}
