import { stampOf } from './change-pupil.js'
import type { SchoolEvent } from './school-event.js'

/**
 * A record through its events, in the order in which they were entered. One that is gone hears of nothing more, except that it is back: then
 * it is what it was, and says since when if it had been deleted.
 */
export function relive<Record extends { readonly restoredAt?: string }>(
  base: Record,
  events: readonly SchoolEvent[],
  change: (record: Record, event: SchoolEvent) => Record | undefined,
): Record | undefined {
  let last = base
  let goneBy: SchoolEvent['do'] | undefined
  for (const event of events) {
    if (goneBy !== undefined && event.do !== 'return' && event.do !== 'restore') continue
    const changed = change(last, event)
    if (changed === undefined) {
      goneBy = event.do
      continue
    }
    last = goneBy === 'delete' ? { ...changed, restoredAt: stampOf(event.at), updatedAt: stampOf(event.at) } : changed
    goneBy = undefined
  }
  return goneBy === undefined ? last : undefined
}
