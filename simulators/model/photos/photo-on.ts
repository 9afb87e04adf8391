import { createHash } from 'node:crypto'
import { chance, draw } from '../random.js'
import { gif, jpeg, png } from './picture.js'
import type { Day } from '../calendar.js'
import type { Pupil } from '../pupils/pupil.js'

export interface Photo {
  readonly takenOn: Day
  readonly bytes: Buffer
  /** Of the bytes: another picture has another. */
  readonly hash: string
}

// The photographer comes once a year.
const PHOTO_DAY = '10-05'

/**
 * The photograph that the MIS has of a pupil on a day: a pure function of seed, pupil and day. Eight in a hundred have none; a newcomer's is
 * taken on the first day, everybody's anew each October. Half of them are JPEG, half PNG, and one in twenty is of a kind that nobody can use.
 */
export function photoOn(seed: number, pupil: Pupil, day: Day): Photo | undefined {
  if (pupil.admissionDate > day || chance(seed, 0.08, 'no photo', pupil.number)) return undefined
  const takenOn = takenLastBefore(pupil, day)
  const shade = 1 + (draw(seed, 'shade', pupil.number, takenOn) % 254)
  const bytes = drawingOf(seed, pupil)(shade, `${pupil.forename} ${pupil.surname}`)
  return { takenOn, bytes, hash: createHash('sha1').update(bytes).digest('hex') }
}

function takenLastBefore({ admissionDate }: Pupil, day: Day): Day {
  const year = Number(day.slice(0, 4))
  const last = day.slice(5) >= PHOTO_DAY ? `${year}-${PHOTO_DAY}` : `${year - 1}-${PHOTO_DAY}`
  return last > admissionDate ? last : admissionDate
}

function drawingOf(seed: number, { number }: Pupil) {
  if (chance(seed, 0.05, 'odd kind', number)) return gif
  return number % 2 === 0 ? jpeg : png
}
