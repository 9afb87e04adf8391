import { stampOf } from './change-pupil.js'
import type { SchoolEvent } from './school-event.js'

/** A record that was deleted, and since when it is back if it is. */
export interface Deletion {
  readonly type: 'student' | 'employee'
  readonly misId: string
  readonly deletedAt: string
  readonly restoredAt: string | null
  /** As a person's: only where a change of MIS gave the record another number. */
  readonly recordNumber?: number
}

/** One row for every record that ever was deleted: of its last deletion, marked as restored once the same MIS id is back. */
export function deletionsAfter(
  events: readonly SchoolEvent[],
  typeOf: (event: SchoolEvent) => Deletion['type'],
): readonly Deletion[] {
  const rows = new Map<string, Deletion>()
  for (const event of events) {
    const { do: kind, misId, at } = event
    const row = rows.get(misId)
    if (kind === 'delete') rows.set(misId, { type: typeOf(event), misId, deletedAt: stampOf(at), restoredAt: null })
    else if (row?.restoredAt === null && (kind === 'restore' || kind === 'return'))
      rows.set(misId, { ...row, restoredAt: stampOf(at) })
  }
  return [...rows.values()]
}
