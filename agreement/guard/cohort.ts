import { dayOf } from '../retention/days.js'
import { knownAt } from '../retention/facts.js'
import type { Facts } from '../retention/facts.js'
import { lastDayOf } from '../retention/school-year.js'
import { topSchoolYear } from '../retention/top-year.js'

/**
 * Whether a pupil who is missing was due to go: in the school's top year, or above it, in a school year whose summer term is over (domain
 * sheet C9). Where the facts do not tell, as in a nursery or in year X without a date of birth, nothing is explained by it.
 */
export function isDueToLeave(facts: Facts): boolean {
  const known = knownAt(facts)
  const today = dayOf(known.now)
  const year = topSchoolYear(known, today)
  return year !== null && year !== undefined && lastDayOf(year, known.school) < today
}
