import { between, chance, pick } from '../random.js'
import { LIST_OF_2024 } from './codes.js'
import { dayNumber } from './school-day.js'
import type { Day } from '../calendar.js'

export const sessions = ['AM', 'PM'] as const
export type Session = (typeof sessions)[number]

/** What a register says of one pupil in half a day, and since when. */
export interface MarkOfSession {
  readonly code: string
  readonly enteredOn: Day
}

const reasons = ['I', 'I', 'I', 'I', 'I', 'M', 'M', 'O', 'G', 'C', 'interview']
const LONGEST_TO_EXPLAIN_DAYS = 5

/**
 * The mark of a pupil in a session, as the register shows it on the day `today`: a pure function of seed, pupil and days. An absence of which
 * nobody knows the reason yet is `N` for up to five days, so marks change after they were read.
 */
export function markOn(seed: number, pupil: number, day: Day, session: Session, today: Day): MarkOfSession {
  const number = dayNumber(day)
  if (!chance(seed, 0.06, 'absent', pupil, number))
    return { code: presentCode(seed, pupil, number, session), enteredOn: day }
  const explained = between(seed, 0, LONGEST_TO_EXPLAIN_DAYS, 'explained', pupil, number)
  const passed = dayNumber(today) - number
  if (passed <= explained) return { code: 'N', enteredOn: day }
  const reason = pick(seed, reasons, 'reason', pupil, number)
  const interview = day < LIST_OF_2024 ? 'J' : 'J1'
  const enteredOn = new Date((number + explained) * 86_400_000).toISOString().slice(0, 10)
  return { code: reason === 'interview' ? interview : reason, enteredOn }
}

function presentCode(seed: number, pupil: number, day: number, session: Session): string {
  if (chance(seed, 0.03, 'late', pupil, day, session)) return chance(seed, 0.2, 'very late', pupil, day) ? 'U' : 'L'
  return session === 'AM' ? '/' : '\\'
}
