import { NEWER_EXTRACT_MS } from '../../agreement/retention/known-person.js'
import type { UnconfirmedAbsence } from '../../db/school/timer.js'

export interface Confirming {
  /** When the school is to be read next, for this alone. */
  readonly readAt: Date
  /** When the first absence that is still unconfirmed then becomes an incident; undefined where that has passed for all. */
  readonly incidentAt: Date | undefined
}

/** How long after one read for a confirmation the next is made. */
export const CONFIRM_AGAIN_MS = 4 * 3_600_000
// Of 48 hours the last four are left to a person (requirements.md §4, 8).
const INCIDENT_BEFORE_DUE_MS = 4 * 3_600_000

/**
 * What the absences ask for that no read has confirmed yet: a read once a newer extract can be expected, then every four hours, until each is
 * confirmed or listed again. Undefined where there is none.
 */
export function confirmingAt(absences: readonly UnconfirmedAbsence[], at: Date): Confirming | undefined {
  if (absences.length === 0) return undefined
  const now = at.getTime()
  const reads = absences.map(({ since }) => readAfter(since.getTime() + NEWER_EXTRACT_MS, now))
  const ahead = absences.map(({ dueAt }) => dueAt.getTime() - INCIDENT_BEFORE_DUE_MS).filter((when) => when > now)
  return {
    readAt: new Date(Math.min(...reads)),
    incidentAt: ahead.length === 0 ? undefined : new Date(Math.min(...ahead)),
  }
}

function readAfter(first: number, now: number): number {
  return now < first ? first : first + CONFIRM_AGAIN_MS * (Math.floor((now - first) / CONFIRM_AGAIN_MS) + 1)
}
