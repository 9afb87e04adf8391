import { stampOf } from './change-pupil.js'
import type { SetMark } from '../model/attendance/marks-between.js'
import type { Pupil } from '../model/pupils/pupil.js'
import type { Roster } from '../model/roster.js'
import type { StaffMember } from '../model/staff/staff-member.js'
import type { Group } from '../model/teaching/group.js'
import type { TeachingClass } from '../model/teaching/teaching-class.js'
import type { Deletion } from './deletions-after.js'
import type { SchoolEvent } from './school-event.js'

/** The MIS that a school went over to: the how many-eth, from when on, and whether it gives people numbers that others bore before. */
export interface Mis {
  readonly change: number
  readonly since: string
  readonly reuses: boolean
}

/** More than any number in the model, so that those of the next MIS begin above. */
const NUMBERS_OF_ONE = 2 ** 24

// Whose number is whose where they are dealt out anew: another place's or post's, and the group's beside. Doing it twice gives back the first.
const PERSON = 32
const GROUP = 1

export function misAfter(events: readonly SchoolEvent[]): Mis | undefined {
  const changes = events.filter((event) => event.do === 'changeMis')
  const last = changes.at(-1)
  if (!last) return undefined
  const since = [stampOf(last.at), `${last.on} 00:00:00`].sort().at(-1) ?? ''
  return { change: changes.length, since, reuses: last.numbers === 'reused' }
}

/** A person's MIS id in the present MIS, from the one in the first. Where numbers are reused, two have each other's. */
export function misIdNow(first: string, mis: Mis | undefined): string {
  return mis ? numberNow(first, mis, PERSON) : first
}

function numberNow(first: string, mis: Mis, step: number): string {
  return String(mis.reuses ? Number(first) ^ (step * mis.change) : aboveAllBefore(Number(first), mis))
}

/** The way back: under which MIS id events know the person. */
export function firstMisId(now: string, mis: Mis | undefined): string {
  if (!mis) return now
  return String(mis.reuses ? Number(now) ^ (PERSON * mis.change) : Number(now) - mis.change * NUMBERS_OF_ONE)
}

const aboveAllBefore = (number: number, { change }: Mis) => number + change * NUMBERS_OF_ONE

interface Listed extends Roster {
  readonly deletions: readonly Deletion[]
  readonly marks: ReadonlyMap<string, SetMark>
}

/** Everybody and every group as the present MIS has them: the same people, under other numbers in it and at every connector. */
export function underMis<Of extends Listed>(roster: Of, mis: Mis): Of & { readonly mis: Mis } {
  const pupils = (list: readonly Pupil[]) => list.map((pupil) => pupilUnder(pupil, mis))
  return {
    ...roster,
    mis,
    pupils: pupils(roster.pupils),
    leavers: pupils(roster.leavers),
    preAdmission: pupils(roster.preAdmission),
    staff: roster.staff.map((member) => memberUnder(member, mis)),
    groups: roster.groups.map((group) => groupUnder(group, mis)),
    classes: roster.classes.map((taught) => classUnder(taught, mis)),
    // What was deleted in the MIS before, this one never had.
    deletions: roster.deletions
      .filter(({ deletedAt }) => deletedAt >= mis.since)
      .map((row) => ({
        ...row,
        misId: misIdNow(row.misId, mis),
        recordNumber: aboveAllBefore(Number(row.misId), mis),
      })),
    marks: marksUnder(roster.marks, mis),
  }
}

const groupUnder = oncePerMis<Group>(renumbered)
const classUnder = oncePerMis<TeachingClass>(renumbered)
const memberUnder = oncePerMis<StaffMember>(entered)
const pupilUnder = oncePerMis<Pupil>((pupil, mis) => ({
  ...entered(pupil, mis),
  groups: pupil.groups.map((group) => groupUnder(group, mis)),
  classes: pupil.classes.map((taught) => classUnder(taught, mis)),
}))

/** The records of a person are new, whatever is entered in them. */
function entered<Person extends Pupil | StaffMember>(person: Person, mis: Mis): Person {
  return {
    ...person,
    misId: misIdNow(person.misId, mis),
    recordNumber: aboveAllBefore(person.number, mis),
    createdAt: mis.since,
    updatedAt: person.updatedAt > mis.since ? person.updatedAt : mis.since,
  }
}

function renumbered<Of extends Group | TeachingClass>(group: Of, mis: Mis): Of {
  return { ...group, number: aboveAllBefore(group.number, mis), misId: numberNow(group.misId, mis, GROUP) }
}

function marksUnder(marks: ReadonlyMap<string, SetMark>, mis: Mis): ReadonlyMap<string, SetMark> {
  return new Map(
    [...marks].map(([key, mark]) => {
      const [misId = '', ...rest] = key.split(' ')
      return [[misIdNow(misId, mis), ...rest].join(' '), mark]
    }),
  )
}

/** The same object for as long as neither it nor the MIS changes, so that what was printed of it stays printed. */
function oncePerMis<One extends object>(change: (one: One, mis: Mis) => One): (one: One, mis: Mis) => One {
  const made = new WeakMap<One, { readonly of: string; readonly one: One }>()
  return (one, mis) => {
    const of = `${mis.change} ${mis.since} ${String(mis.reuses)}`
    const known = made.get(one)
    if (known?.of === of) return known.one
    const changed = change(one, mis)
    made.set(one, { of, one: changed })
    return changed
  }
}
