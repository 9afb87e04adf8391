import { markKey } from '../model/attendance/marks-between.js'
import { stampOf } from './change-pupil.js'
import type { SetMark } from '../model/attendance/marks-between.js'
import type { SchoolEvent } from './school-event.js'

/** The marks that tests entered; the last one of a session stands. */
export function marksAfter(events: readonly SchoolEvent[]): ReadonlyMap<string, SetMark> {
  const marks = new Map<string, SetMark>()
  for (const { do: kind, misId, on, at, session, code } of events)
    if (kind === 'mark' && session && code !== undefined)
      marks.set(markKey(misId, on, session), { code, at: stampOf(at) })
  return marks
}
