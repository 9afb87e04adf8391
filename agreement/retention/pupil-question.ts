import type { Day } from './days.js'
import type { RetentionDates } from './retention.js'

/** What the school is to be asked about one pupil. */
export interface PupilQuestion {
  readonly kind: 'stillOnRollPastTopYear' | 'leavingLate' | 'stageDateUnknown'
  /** When what happens without an answer has happened; null where nothing does. */
  readonly dueOn: Day | null
  /** The days on which it is asked; empty: at once, and yearly. */
  readonly asks: readonly Day[]
  /** It is asked at once: the first day is that of the first computing, and does not move with a later one. */
  readonly atOnce: boolean
}

/** Which question follows from a person's dates (requirements.md §4, 4 and 6), if one does. */
export function pupilQuestion({ asks, dates, flags }: RetentionDates): PupilQuestion | null {
  const [leaver, stage] = [dates.find(({ rule }) => rule === 'leaver'), dates.find(({ rule }) => rule === 'stageEnd')]
  if (asks.length > 0) {
    const late = [leaver, stage].find((date) => date?.lateByDays !== undefined)
    const about = late ?? stage
    const kind = about?.rule === 'leaver' ? 'leavingLate' : 'stillOnRollPastTopYear'
    return { kind, dueOn: about?.dueOn ?? null, asks, atOnce: late !== undefined }
  }
  // Who has left is erased by that date; nothing hangs on the other.
  const unknown = flags.includes('stageDateUnknown') && leaver === undefined
  return unknown ? { kind: 'stageDateUnknown', dueOn: null, asks: [], atOnce: true } : null
}
