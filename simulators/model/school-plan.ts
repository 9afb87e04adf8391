import { between, hashOf } from './random.js'
import { profileFacts } from './profiles.js'
import type { Profile } from './profiles.js'

export interface SchoolSpec {
  readonly seed: string | number
  readonly profile: Profile
  readonly pupils: number
}

/** Everything about a school that no date changes. */
export interface SchoolPlan {
  readonly spec: SchoolSpec
  readonly seed: number
  readonly firstYear: number
  readonly topYear: number
  /** Places in each year group, from the first year to the top one, adding up to the size. Never grows towards the top. */
  readonly places: readonly number[]
  readonly teachers: number
  readonly supportStaff: number
  readonly urn: number
  readonly laCode: string
  readonly establishmentNumber: string
}

const FORM_SIZE = 28

/** Local authority codes that no authority bears: an invented school must not be mistaken for a real one. */
const LA_CODES_FROM = 970

export function planSchool(spec: SchoolSpec): SchoolPlan {
  const seed = hashOf(`${spec.seed}/${spec.profile}/${spec.pupils}`)
  const facts = profileFacts[spec.profile]
  return {
    spec,
    seed,
    firstYear: facts.firstYear,
    topYear: facts.topYear,
    places: placesByYear(spec.pupils, facts.firstYear, facts.topYear),
    teachers: Math.max(4, Math.ceil(spec.pupils / (spec.profile === 'special' ? 7 : 16))),
    supportStaff: Math.max(3, Math.ceil(spec.pupils / (spec.profile === 'special' ? 5 : 25))),
    urn: between(seed, 900_000, 989_999, 'urn'),
    laCode: String(between(seed, LA_CODES_FROM, LA_CODES_FROM + 9, 'la')),
    establishmentNumber: String(facts.establishmentsFrom + between(seed, 0, 999, 'establishment')),
  }
}

/** How many pupils a year group has room for; none outside the school's years. */
export function placesIn(plan: SchoolPlan, year: number): number {
  return plan.places[year - plan.firstYear] ?? 0
}

/** How many registration groups a year group has. */
export function formsIn(plan: SchoolPlan, year: number): number {
  return Math.max(1, Math.ceil(placesIn(plan, year) / (plan.spec.profile === 'special' ? 10 : FORM_SIZE)))
}

/** Two in five leave after Year 11, and a Year 14 is for few. */
function weight(year: number): number {
  if (year === 14) return 0.3
  return year > 11 ? 0.6 : 1
}

function placesByYear(pupils: number, firstYear: number, topYear: number): number[] {
  const weights = Array.from({ length: topYear - firstYear + 1 }, (_, index) => weight(firstYear + index))
  const total = weights.reduce((sum, share) => sum + share, 0)
  const places = weights.map((share) => Math.max(1, Math.floor((pupils * share) / total)))
  // What rounding left over goes to the younger years, so that a year group never grows on its way up.
  const left = pupils - places.reduce((sum, count) => sum + count, 0)
  return places.map((count, index) => count + (index < left ? 1 : 0))
}
