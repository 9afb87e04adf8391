import type { RuleDate } from './date.js'
import { addDays, addPeriod, dayOf, earliest, endOf } from './days.js'
import type { Day, Instant } from './days.js'
import type { Facts } from './facts.js'
import { isLeaving } from './leaving.js'
import type { Leaving } from './leaving.js'
import { notBefore } from './leaver.js'
import { lastDayOf, schoolDayUpTo } from './school-year.js'
import { topSchoolYear, topYearOf } from './top-year.js'

/** A period after the last day of the school year in which the pupil was in the school's top year (requirements.md §4, 6). */
export function stageEnd(facts: Facts, period: string): RuleDate | 'unknown' | null {
  const year = topSchoolYear(facts, dayOf(facts.now))
  if (year === undefined) return 'unknown'
  if (year === null) return null
  const completed = lastDayOf(year, facts.school)
  const floored = notBefore(addPeriod(completed, period), topYearLearned(facts))
  return {
    rule: 'stageEnd',
    ...floored,
    begins: floored.lateByDays === undefined ? endOf(completed) : floored.dueAt,
    planned: endOf(completed) > facts.now,
    fact: { what: 'stageEnd', date: completed },
  }
}

/** When we first read the pupil in the top year; null where the facts name no read. */
export function topYearLearned({ reads, school }: Facts): Instant | null {
  const top = topYearOf(school)
  const seen = reads.filter(({ year }) => year !== null && Number(year) >= (top ?? Number.POSITIVE_INFINITY))
  return earliest(...seen.map(({ at }) => at))
}

const DAYS_BEFORE = [90, 30, 7]

/**
 * When the school is asked about a pupil who stays on roll past the top year: each day moved to the school day before. Where the date
 * falls late because the fact was learned late, at once and a week before (§4, 4).
 */
export function asksOf(
  stage: RuleDate | null,
  leaver: RuleDate | null,
  leaving: Leaving,
  facts: Facts,
): readonly Day[] {
  const late = [leaver, stage].find((date) => date?.lateByDays !== undefined)
  if (late?.dueOn) return [dayOf(facts.now), addDays(late.dueOn, -7)].map((day) => schoolDayUpTo(day, facts.school))
  const { dueOn } = stage ?? {}
  if (!dueOn || isLeaving(leaving)) return []
  return DAYS_BEFORE.map((days) => schoolDayUpTo(addDays(dueOn, -days), facts.school))
}
