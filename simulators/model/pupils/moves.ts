import { addDays, firstDay } from '../calendar.js'
import { between, chance, draw, nth } from '../random.js'
import type { Day } from '../calendar.js'
import type { Band } from '../teaching/bands.js'
import type { TeachingClass } from '../teaching/teaching-class.js'

/** Which of a band's classes a pupil is in, and the day on which that changed or will change. */
export interface Attendance {
  readonly taught: TeachingClass
  readonly movesOn: Day | null
}

const MOVE_A_YEAR = 0.03

/** A pupil's class in a band on a day. Form bands follow the registration group; in the others a few move up or down a set. */
export function attendance(
  seed: number,
  number: number,
  band: Band,
  form: number,
  schoolYear: number,
  day: Day,
): Attendance {
  const { classes, key } = band
  if (band.by === 'form') return { taught: nth(classes, form % classes.length), movesOn: null }
  const chosen = draw(seed, 'set', number, key) % classes.length
  if (classes.length < 2 || !chance(seed, MOVE_A_YEAR, 'moves', number, key, schoolYear)) {
    return { taught: nth(classes, chosen), movesOn: null }
  }
  const movesOn = addDays(firstDay(schoolYear), between(seed, 20, 300, 'moves on', number, key, schoolYear))
  const later = chosen === 0 ? 1 : chosen - 1
  return { taught: nth(classes, day < movesOn ? chosen : later), movesOn }
}
