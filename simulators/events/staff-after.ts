import { initialsOf } from '../model/names/person-name.js'
import { stampOf } from './change-pupil.js'
import { relive } from './relive.js'
import type { StaffMember } from '../model/staff/staff-member.js'
import type { SchoolEvent } from './school-event.js'

/** Staff after the events that are about them: leaving, a new surname, a field set, or the record deleted. */
export function staffAfter(
  staff: readonly StaffMember[],
  events: ReadonlyMap<string, readonly SchoolEvent[]>,
): readonly StaffMember[] {
  return staff.flatMap((member) => {
    const own = events.get(member.misId)
    if (!own) return member
    return relive(member, own, changeStaff) ?? []
  })
}

function changeStaff(member: StaffMember, event: SchoolEvent): StaffMember | undefined {
  const updatedAt = stampOf(event.at)
  switch (event.do) {
    case 'leave':
    case 'leaveBackdated':
      return { ...member, endDate: event.on, updatedAt }
    case 'return':
      return { ...member, endDate: null, updatedAt }
    case 'delete':
    case 'optOut':
      return undefined
    case 'rename': {
      const surname = event.surname ?? member.surname
      return { ...member, surname, initials: initialsOf(member.forename, surname), updatedAt }
    }
    case 'set':
      return event.field === undefined ? member : { ...member, [event.field]: event.value ?? null, updatedAt }
    case 'join':
    case 'restore':
    case 'moveClass':
    case 'mark':
    case 'changeMis':
      return member
  }
}
