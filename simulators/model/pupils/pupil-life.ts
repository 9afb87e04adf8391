import { addDays, firstDay, lastDay, lastFridayInJune } from '../calendar.js'
import { between, chance } from '../random.js'
import { placesIn } from '../school-plan.js'
import type { Day } from '../calendar.js'
import type { SchoolPlan } from '../school-plan.js'

/**
 * One pupil's time at the school. A cohort (named by the school year in which it is in the school's first year) has as many places as its
 * year group; a place is held by one pupil after another, so that the school is as large as it was asked to be on every day of term.
 */
export interface PupilLife {
  readonly cohort: number
  readonly place: number
  /** The pupil's own number: the MIS id, and what everything else about the pupil is drawn from. */
  readonly number: number
  readonly admission: Day
  readonly leaving: Day
}

const FIRST_COHORT = 1990
const PLACES_A_COHORT = 2048
const HOLDERS_A_PLACE = 8
const LEAVE_MIDYEAR = 0.035

/** The lives of a place's holders, one after the other, from the cohort's first day to its last. */
export function livesOf(plan: SchoolPlan, cohort: number, place: number): PupilLife[] {
  const lives: PupilLife[] = []
  let admission = firstDay(cohort)
  const end = endOf(plan, cohort, place)
  const hold = (leaving: Day) => {
    lives.push({ cohort, place, number: numberOf(cohort, place, lives.length), admission, leaving })
    admission = addDays(leaving, 1)
  }
  for (let year = cohort; firstDay(year) < end && lives.length < HOLDERS_A_PLACE - 1; year += 1) {
    if (!chance(plan.seed, LEAVE_MIDYEAR, 'leaves', cohort, place, year)) continue
    const day = addDays(firstDay(year), between(plan.seed, 14, 310, 'leaves on', cohort, place, year))
    if (day > admission && day < end) hold(day)
  }
  hold(end)
  return lives
}

function numberOf(cohort: number, place: number, holder: number): number {
  return ((cohort - FIRST_COHORT) * PLACES_A_COHORT + place) * HOLDERS_A_PLACE + holder
}

/** The last day of the last year that still has this place. */
function endOf(plan: SchoolPlan, cohort: number, place: number): Day {
  let year = plan.firstYear
  while (place < placesIn(plan, year + 1)) year += 1
  const schoolYear = cohort + year - plan.firstYear
  if (year === 11) return lastFridayInJune(schoolYear + 1)
  // Most leave with the summer term; some feeds keep a top year on roll until the school year is over.
  return chance(plan.seed, 0.8, 'leaves in July', cohort, place) ? `${schoolYear + 1}-07-22` : lastDay(schoolYear)
}
