import { schoolYearOf } from '../calendar.js'
import type { Day } from '../calendar.js'

/** An occasion on which results are entered. */
export interface ResultSet {
  readonly number: number
  readonly name: string
  /** On which day the results of it are dated and entered. */
  readonly day: Day
  readonly examinations: boolean
}

const SETS_A_YEAR = 4

/** The occasions up to a day, of its school year and the one before, the earliest first. */
export function resultSetsUntil(today: Day): readonly ResultSet[] {
  const year = schoolYearOf(today)
  return [year - 1, year].flatMap(setsOf).filter(({ day }) => day <= today)
}

function setsOf(year: number): readonly ResultSet[] {
  const number = (place: number) => year * SETS_A_YEAR + place
  const next = year + 1
  return [
    { number: number(0), name: `Autumn ${year}`, day: `${year}-12-10`, examinations: false },
    { number: number(1), name: `Spring ${next}`, day: `${next}-03-20`, examinations: false },
    { number: number(2), name: `Summer ${next}`, day: `${next}-07-05`, examinations: false },
    { number: number(3), name: `Examinations ${next}`, day: `${next}-08-20`, examinations: true },
  ]
}
