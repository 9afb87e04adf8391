import { addDays, firstDay, schoolYearOf } from '../calendar.js'
import { between } from '../random.js'
import { composePupil } from './compose-pupil.js'
import { identityOf } from './pupil-identity.js'
import { placesOf } from './pupil-on.js'
import type { Day } from '../calendar.js'
import type { School } from '../school.js'
import type { Pupil } from './pupil.js'

const GUESTS_FROM = 2 ** 22
const STARTERS_FROM = 2 ** 22 + 2 ** 20

/** Pupils of other schools who come for some lessons, another few each school year. Listed by the MIS, on roll elsewhere. */
export function guests(school: School, day: Day): Pupil[] {
  const schoolYear = schoolYearOf(day)
  return Array.from({ length: few(school) }, (_, index) => {
    const number = GUESTS_FROM + (schoolYear - 1990) * 64 + index
    return visitor(school, number, firstDay(schoolYear), schoolYear, 'Guest')
  })
}

/** Pupils entered a month ahead who in the end never arrive: a register is full of promises. Their first day is always still to come. */
export function futureStarters(school: School, day: Day): Pupil[] {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  const starts = `${Math.floor((month + 1) / 12)}-${String(((month + 1) % 12) + 1).padStart(2, '0')}-01`
  return Array.from({ length: few(school) }, (_, index) =>
    visitor(school, STARTERS_FROM + (month - 1990 * 12) * 64 + index, starts, schoolYearOf(day), 'Current'),
  )
}

function few(school: School): number {
  return Math.min(6, 1 + Math.ceil(school.plan.spec.pupils / 500))
}

function visitor(school: School, number: number, admission: Day, schoolYear: number, status: string): Pupil {
  const known = school.spans.get(number)?.pupil
  if (known) return known
  const { plan } = school
  const year = between(plan.seed, plan.firstYear, plan.topYear, 'visits', number)
  const identity = identityOf(plan, number, schoolYear - year + plan.firstYear)
  const pupil = composePupil(identity, {
    ...placesOf(school, number, year, number),
    surname: identity.name.surname,
    uln: null,
    enrolmentStatus: status,
    admissionDate: admission,
    leavingDate: null,
    classes: [],
    updatedOn: addDays(admission, -30),
  })
  school.spans.set(number, { pupil, from: '0000-00-00', until: '9999-12-31' })
  return pupil
}
