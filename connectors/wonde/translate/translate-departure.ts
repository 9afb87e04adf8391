import type { Departure } from '../../source.js'
import type { Block } from '../../block.js'
import { idOf, one, text } from './block.js'
import { calendarDay } from './calendar-day.js'
import { identitiesOf } from './identities.js'
import { instant } from './instant.js'

/** One row of `/students-leaver`: who, and the last day on roll. Whatever else it says of the person is never looked at. */
export function translateLeaver(row: Block): Departure {
  const education = one(row, 'education_details') ?? null
  return {
    kind: 'pupil',
    ref: idOf(row),
    by: 'leaverRow',
    leftOn: education && calendarDay(education, 'leaving_date'),
    at: null,
    identities: identitiesOf(row, null),
  }
}

/** What Wonde calls, in a deletion row, what is a person to us. Contacts and classes are deleted too, and are none of ours. */
export const deletedTypes = { pupil: 'student', staff: 'employee' } as const

/** One row of `/deletions`; null where the record has been restored since, for that is no departure, or is of another type than asked. */
export function translateDeletion(kind: Departure['kind'], row: Block): Departure | null {
  if (instant(row, 'restored_at') !== null) return null
  if ((text(row, 'type') ?? '').toLowerCase() !== deletedTypes[kind]) return null
  return {
    kind,
    ref: idOf(row),
    by: 'deletionRow',
    leftOn: null,
    at: instant(row, 'deleted_at'),
    identities: identitiesOf(row, null),
  }
}

/** A record may be deleted, restored and deleted again: each is a row of its own then. */
export function deletionKey(row: Block): string {
  return `${text(row, 'type') ?? ''} ${idOf(row)} ${instant(row, 'deleted_at') ?? ''}`
}
