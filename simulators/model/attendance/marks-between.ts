import { addDays } from '../calendar.js'
import { markOn, sessions } from './mark-on.js'
import { dayNumber, isSchoolDay } from './school-day.js'
import type { Day } from '../calendar.js'
import type { Pupil } from '../pupils/pupil.js'
import type { Session } from './mark-on.js'

/** A mark somebody set by hand, over what the model would say. */
export interface SetMark {
  readonly code: string
  readonly at: string
}

export interface Mark {
  /** In the order of days, sessions and pupils; below 2^53 for as long as anybody cares. */
  readonly number: number
  readonly pupil: Pupil
  readonly day: Day
  readonly session: Session
  readonly code: string
  readonly updatedAt: string
}

interface Register {
  readonly seed: number
  /** The simulator's day: its register is not closed yet, so marks end the day before. */
  readonly today: Day
  readonly set: ReadonlyMap<string, SetMark>
}

// Above every pupil's number, those of newcomers included.
const PUPILS = 2 ** 24

export const markKey = (misId: string, day: Day, session: Session) => `${misId} ${day} ${session}`

/** Every mark of these pupils on the school days from `from` to `to`, both included, on which they were on roll. */
export function marksBetween(pupils: readonly Pupil[], from: Day, to: Day, register: Register): readonly Mark[] {
  const marks: Mark[] = []
  for (let day = from; day <= to && day < register.today; day = addDays(day, 1)) {
    if (!isSchoolDay(day)) continue
    const there = pupils.filter((pupil) => wasOnRoll(pupil, day))
    for (const [place, session] of sessions.entries())
      for (const pupil of there) {
        const number = (dayNumber(day) * sessions.length + place) * PUPILS + pupil.number
        marks.push({ number, pupil, day, session, ...entered(pupil, day, session, register) })
      }
  }
  return marks
}

function wasOnRoll({ admissionDate, leavingDate }: Pupil, day: Day): boolean {
  return admissionDate <= day && (leavingDate === null || leavingDate >= day)
}

function entered({ number, misId }: Pupil, day: Day, session: Session, { seed, today, set }: Register) {
  const byHand = set.get(markKey(misId, day, session))
  if (byHand) return { code: byHand.code, updatedAt: byHand.at }
  const { code, enteredOn } = markOn(seed, number, day, session, today)
  return { code, updatedAt: `${enteredOn} 16:00:00` }
}
