import { addDays } from '../model/calendar.js'
import { draw } from '../model/random.js'
import { initialsOf } from '../model/names/person-name.js'
import type { Day } from '../model/calendar.js'
import type { School } from '../model/school.js'
import type { Pupil } from '../model/pupils/pupil.js'
import type { TeachingClass } from '../model/teaching/teaching-class.js'
import type { FieldValue, SchoolEvent } from './school-event.js'

/** A pupil's record after an event that is in force; nothing where the event makes the record vanish. */
export function changePupil(school: School, pupil: Pupil, event: SchoolEvent): Pupil | undefined {
  const updatedAt = stampOf(event.at)
  switch (event.do) {
    case 'join':
      // The year asked for is where the newcomer's life begins; afterwards it goes on by itself.
      return {
        ...pupil,
        ...event.fields,
        yearGroup: pupil.yearGroup,
        admissionDate: event.on,
        leavingDate: null,
        createdAt: updatedAt,
        updatedAt,
      }
    case 'leave':
    case 'leaveBackdated':
      return { ...pupil, leavingDate: event.on, updatedAt }
    case 'restore':
    case 'mark':
    case 'changeMis':
      return pupil
    case 'return':
      return { ...pupil, admissionDate: event.on, leavingDate: null, updatedAt }
    case 'delete':
    case 'optOut':
      return undefined
    case 'rename': {
      const surname = event.surname ?? pupil.surname
      return { ...pupil, surname, initials: initialsOf(pupil.forename, surname), updatedAt }
    }
    case 'moveClass':
      return { ...pupil, classes: moved(school, pupil, event), updatedAt }
    case 'set':
      return { ...fieldSet(pupil, event.field ?? '', event.value ?? null), updatedAt }
  }
}

/** A registration group or house set by hand is a group of that name, so that it shows wherever the pupil's groups do. */
function fieldSet(pupil: Pupil, field: string, value: FieldValue): Pupil {
  const set = { ...pupil, [field]: value }
  if (field !== 'registrationGroup' && field !== 'house') return set
  const type = field === 'house' ? 'HOUSE' : 'REGISTRATION'
  const others = pupil.groups.filter((group) => group.type !== type)
  const own = pupil.groups.find((group) => group.type === type)
  return {
    ...set,
    groups: own && typeof value === 'string' ? [...others, { ...own, name: value, code: value }] : others,
  }
}

/** An instant as the MIS stamps it. */
export function stampOf(instant: string): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ')
}

/** The last day on roll of somebody who leaves at once: by today's evening the register must not list them, so it was yesterday. */
export function lastDayOfLeavingAt(day: Day): Day {
  return addDays(day, -1)
}

/** Schools tell of a leaving about two weeks late, and date it back. */
export function lastDayOfLeavingLate(day: Day): Day {
  return addDays(day, -14)
}

/** Out of the class named, or of any that has another beside it; into the one named, or the next one of that band. */
function moved(school: School, pupil: Pupil, event: SchoolEvent): readonly TeachingClass[] {
  for (const taught of leavable(pupil, event)) {
    const beside = besides(school, taught)
    const into =
      event.to === undefined
        ? beside.at(draw(school.plan.seed, event.at, taught.number) % beside.length)
        : named(beside, event.to)
    if (into) return pupil.classes.map((one) => (one.number === taught.number ? into : one))
  }
  return pupil.classes
}

function leavable(pupil: Pupil, event: SchoolEvent): readonly TeachingClass[] {
  return event.from === undefined ? pupil.classes : pupil.classes.filter(({ name }) => name === event.from)
}

/** The classes taught at the same time as this one, itself left out. */
function besides(school: School, taught: TeachingClass): TeachingClass[] {
  const year = taught.yearGroup === 'R' ? 0 : Number(taught.yearGroup)
  const band = school
    .bands(taught.schoolYear, year)
    .find(({ classes }) => classes.some(({ number }) => number === taught.number))
  return (band?.classes ?? []).filter(({ number }) => number !== taught.number)
}

function named(classes: readonly TeachingClass[], name: string): TeachingClass | undefined {
  return classes.find((taught) => taught.name === name)
}
