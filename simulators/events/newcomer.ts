import { lastDay, schoolYearOf } from '../model/calendar.js'
import { between, draw } from '../model/random.js'
import { formsIn } from '../model/school-plan.js'
import type { School } from '../model/school.js'
import type { PupilLife } from '../model/pupils/pupil-life.js'
import type { SchoolEvent } from './school-event.js'

/** Numbers of pupils who came by an event, above those of the model's own pupils and visitors. */
const NEWCOMERS_FROM = 2 ** 23

export function newcomerMisId(joinedBefore: number): string {
  return String(NEWCOMERS_FROM + joinedBefore)
}

/** A newcomer lives on like everybody else: moves up each September and leaves with the top year. */
export function newcomerLife(school: School, event: SchoolEvent): PupilLife {
  const { plan } = school
  const number = Number(event.misId)
  const asked = event.fields?.['yearGroup']
  const wanted = typeof asked === 'string' ? (asked === 'R' ? 0 : Number(asked)) : Number.NaN
  const known = wanted >= plan.firstYear && wanted <= plan.topYear
  const year = known ? wanted : between(plan.seed, plan.firstYear, plan.topYear, 'joins', number)
  const cohort = schoolYearOf(event.on) - (year - plan.firstYear)
  return {
    cohort,
    place: draw(plan.seed, 'joins form', number) % formsIn(plan, year),
    number,
    admission: event.on,
    leaving: lastDay(cohort + plan.topYear - plan.firstYear),
  }
}
