import { addDays, firstDay, schoolYearOf } from '../calendar.js'
import { chance, draw } from '../random.js'
import { yearLabel } from '../year-label.js'
import { composePupil } from './compose-pupil.js'
import { attendance } from './moves.js'
import { ulnIfOldEnough } from './pupil-identity.js'
import { surnameAt } from './surname-at.js'
import type { Day } from '../calendar.js'
import type { School } from '../school.js'
import type { Group } from '../teaching/group.js'
import type { Pupil } from './pupil.js'
import type { PupilLife } from './pupil-life.js'

/** A pupil's record and the days for which it is so: from `from` on, and no longer on `until`. */
export interface PupilSpan {
  readonly pupil: Pupil
  readonly from: Day
  readonly until: Day
}

/** A leaving date is keyed in three weeks before the day comes. */
const LEAVING_KNOWN_DAYS = 21

export function pupilOn(school: School, life: PupilLife, day: Day): Pupil {
  const known = school.spans.get(life.number)
  if (known && known.from <= day && day < known.until) return known.pupil
  const span = spanOf(school, life, day)
  school.spans.set(life.number, span)
  return span.pupil
}

function spanOf(school: School, life: PupilLife, day: Day): PupilSpan {
  const { seed } = school.plan
  const standing = standingOf(school, life, day)
  const { schoolYear, year, form } = standing
  const bands = school.bands(schoolYear, year).map((band) => attendance(seed, life.number, band, form, schoolYear, day))
  const renamed = surnameAt(seed, 'pupil', life.number, life.cohort, schoolYear, day)
  const leavingKnown = addDays(life.leaving, -LEAVING_KNOWN_DAYS)
  const changes = [
    firstDay(schoolYear),
    firstDay(schoolYear + 1),
    life.admission,
    leavingKnown,
    ...renamed.changes,
    ...bands.flatMap(({ movesOn }) => movesOn ?? []),
  ]
  const from = changes.reduce((latest, on) => (on <= day && on > latest ? on : latest), '0000-00-00')
  const until = changes.reduce((next, on) => (on > day && on < next ? on : next), '9999-12-31')
  const identity = school.identity(life)
  const pupil = composePupil(identity, {
    ...placesOf(school, life.number, year, form),
    surname: renamed.surname ?? identity.name.surname,
    uln: ulnIfOldEnough(school.plan, life.number, year),
    enrolmentStatus: identity.enrolmentStatus,
    admissionDate: life.admission,
    leavingDate: day >= leavingKnown ? life.leaving : null,
    classes: bands.map(({ taught }) => taught),
    updatedOn: from === '0000-00-00' ? life.admission : from,
  })
  return { pupil, from, until }
}

/** The year group and form, which stay what they were in a leaver's last year and will be in a newcomer's first. */
function standingOf(school: School, life: PupilLife, day: Day) {
  const within = day < life.admission ? life.admission : day > life.leaving ? life.leaving : day
  const schoolYear = schoolYearOf(within)
  return { schoolYear, year: school.plan.firstYear + schoolYear - life.cohort, form: life.place }
}

/** The groups a pupil is in, and what the record says of them. */
export function placesOf(school: School, number: number, year: number, form: number) {
  const { plan, groups } = school
  const registration = groups.registration(year, form)
  const house = groups.house(draw(plan.seed, 'house', number))
  const clubs = groups.clubs.filter((club) => chance(plan.seed, 0.06, 'club', number, club.number))
  const all: Group[] = [groups.year(year), registration, ...(house ? [house] : []), ...clubs]
  // A special school does not always teach by the national curriculum.
  const followsNone = plan.spec.profile === 'special' && chance(plan.seed, 0.4, 'follows none', number)
  return { yearGroup: followsNone ? 'X' : yearLabel(year), registration, house, groups: all }
}
