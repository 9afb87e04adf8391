import { ageOn, dayOf } from './days.js'
import type { Day } from './days.js'
import type { Facts, SchoolFacts } from './facts.js'
import { lastDayOf, schoolYearOf } from './school-year.js'
import type { SchoolYear } from './school-year.js'
import { spellsOn } from './spells.js'

// Nobody completes a stage later than this; years 14 are special schools' (reference: DfE's year codes).
const LAST_YEAR = 13
const LAST_YEAR_BEFORE_16 = 11
const EARLY_YEARS: Readonly<Record<string, number>> = { N1: -2, N2: -1, R: 0 }

type TopYearFacts = Pick<SchoolFacts, 'kind' | 'topYear' | 'statutoryHighAge' | 'special' | 'post16CountsAsStage'>

/**
 * The top year of a school (requirements.md §4, 6): what the school confirmed, else the statutory high age less five; at most 13 outside
 * special schools, 11 where post-16 is no stage. Null where it cannot be said; a nursery has none.
 */
export function topYearOf({
  kind,
  topYear,
  statutoryHighAge,
  special,
  post16CountsAsStage,
}: TopYearFacts): number | null {
  if (kind === 'nursery') return null
  const year = topYear ?? (statutoryHighAge === null ? null : statutoryHighAge - 5)
  if (year === null) return null
  const most = kind === 'special' || special === true ? year : LAST_YEAR
  return Math.min(year, most, post16CountsAsStage === false ? LAST_YEAR_BEFORE_16 : year)
}

/** The school year in which the pupil was in the top year or above it; null if not yet, undefined where the facts do not tell. */
export function topSchoolYear(facts: Facts, today: Day): SchoolYear | null | undefined {
  const top = topYearOf(facts.school)
  const years = classYears(facts, today)
  const [first] = years
  if (top === null || !first) return undefined
  const { present } = spellsOn(facts.subject.spells, today)
  const lastDay = present?.leaving && present.leaving < today ? present.leaving : today
  const answered = answeredYear(facts)
  let unknown = false
  for (let year = firstYearOf(first.from, facts.school); year <= schoolYearOf(lastDay, facts.school); year += 1) {
    const held = heldIn(year, years, facts)
    unknown ||= held === undefined
    if (held !== undefined && held >= top) return Math.max(year, answered ?? year)
  }
  return unknown ? undefined : null
}

/** What is entered in the summer holidays is meant for the year after them. */
function firstYearOf(day: Day, school: SchoolFacts): SchoolYear {
  const year = schoolYearOf(day, school)
  return day <= lastDayOf(year, school) ? year : year + 1
}

/** A pupil who repeats the year: the one in which the school said so is the top year's. */
function answeredYear({ answers, school }: Facts): SchoolYear | undefined {
  const answer = answers.findLast((one) => one.answer === 'repeatsYear')
  return answer && schoolYearOf(dayOf(answer.at), school)
}

/**
 * The class year held in a school year: the last value before 1 June, for rolling over in the summer is the next year's. The first value
 * of a spell is no change, whenever it came.
 */
function heldIn(year: SchoolYear, years: readonly ClassYear[], facts: Facts): number | undefined {
  const before = years.filter(({ from }) => from < `${year + 1}-06-01`)
  const [first] = years
  const value = before.at(-1) ?? first
  return value && rank(value.year, year, facts.subject.dateOfBirth)
}

/** X, the national curriculum not followed: by age on the 31 August that the school year starts from. */
function rank(code: string, year: SchoolYear, born: Day | null): number | undefined {
  if (code === 'X') return born === null ? undefined : ageOn(`${year}-08-31`, born) - 4
  return EARLY_YEARS[code] ?? Number(code)
}

interface ClassYear {
  readonly from: Day
  readonly year: string
}

/** Class years count per spell. Where the MIS gives no history, what our reads saw is one. */
function classYears({ subject, reads }: Facts, today: Day): readonly ClassYear[] {
  const { present, before } = spellsOn(subject.spells, today)
  const seen = reads.flatMap(({ at, year }) => (year === null ? [] : [{ from: dayOf(at), year }]))
  const since = before ? (present?.start ?? '') : ''
  const years = subject.years.length > 0 ? subject.years : seen
  return years.filter(({ from }) => from >= since && from <= today)
}
