import { addDays } from '../calendar.js'
import { between, chance, draw, nth, scatter } from '../random.js'
import { emailOf, landlineOf, maybe, mobileOf } from '../names/contact-points.js'
import { nameOf } from '../names/person-name.js'
import { ulnOf } from '../numbers/uln.js'
import { upnOf } from '../numbers/upn.js'
import { detailsOf } from './details.js'
import { enrolmentStatuses } from './pupil.js'
import type { Day } from '../calendar.js'
import type { PersonName } from '../names/person-name.js'
import type { SchoolPlan } from '../school-plan.js'
import type { PupilDetails } from './details.js'

/** What no date changes about a pupil, apart from a surname that may be replaced. */
export interface PupilIdentity {
  readonly number: number
  readonly name: PersonName
  readonly details: PupilDetails
  readonly contact: PupilContact
  readonly upn: string | null
  readonly gender: string
  readonly dateOfBirth: Day
  readonly enrolmentStatus: string
  readonly partTime: boolean
}

interface PupilContact {
  readonly mobilePhone: string | null
  readonly homePhone: string | null
  readonly email: string | null
  readonly homeEmail: string | null
}

/** Numbers from here on are visitors' and newcomers', whose UPNs come from a school of their own. */
const NUMBERS_OF_LIVES = 2 ** 22

/** `cohort` is the school year in which the pupil is in the school's first year, or would have been. */
export function identityOf(plan: SchoolPlan, number: number, cohort: number): PupilIdentity {
  const { seed } = plan
  const { female, name } = nameOf(seed, 'pupil', number)
  const status = draw(seed, 'dual', number) % 300
  return {
    number,
    name,
    details: detailsOf(seed, number, plan.spec.profile === 'special'),
    contact: contactOf(seed, name, number),
    upn: pupilUpn(plan, number, cohort),
    gender: female ? 'FEMALE' : 'MALE',
    dateOfBirth: addDays(`${cohort - plan.firstYear - 5}-09-01`, between(seed, 0, 364, 'born', number)),
    enrolmentStatus: status < 2 ? nth(enrolmentStatuses, status + 1) : enrolmentStatuses[0],
    partTime: chance(seed, 0.01, 'part time', number),
  }
}

/** Fourteen and older: the number that lasts for life. */
export function ulnIfOldEnough(plan: SchoolPlan, number: number, year: number): string | null {
  return year >= 10 ? ulnOf(number, plan.seed) : null
}

function contactOf(seed: number, { forename, surname }: PersonName, number: number): PupilContact {
  return {
    mobilePhone: maybe(seed, 0.4, mobileOf(seed, 'pupil', number), 'has mobile', number),
    homePhone: maybe(seed, 0.7, landlineOf(seed, 'pupil', number), 'has landline', number),
    email: emailOf(seed, forename, surname, number),
    homeEmail: null,
  }
}

/** Unique at the school: within a year of allocation no two numbers share feeder school and serial. A few have none, or a temporary one. */
function pupilUpn(plan: SchoolPlan, number: number, cohort: number): string | null {
  const kind = draw(plan.seed, 'upn', number) % 400
  if (kind === 0) return null
  const visitor = number >= NUMBERS_OF_LIVES
  const scattered = scatter(number % 2 ** 14, 14, plan.seed)
  return upnOf({
    laCode: visitor ? 981 : 980,
    establishment: 2000 + (draw(plan.seed, 'feeders') % 900) + Math.floor(scattered / 1000) * 31,
    year: cohort - plan.firstYear,
    serial: scattered % 1000,
    temporary: kind < 6,
  })
}
