import { addDays, schoolYearOf } from './calendar.js'
import { placesIn } from './school-plan.js'
import { pupilOn } from './pupils/pupil-on.js'
import { futureStarters, guests } from './pupils/visitors.js'
import { staffOn } from './staff/staff-on.js'
import type { Day } from './calendar.js'
import type { Pupil } from './pupils/pupil.js'
import type { PupilLife } from './pupils/pupil-life.js'
import type { School } from './school.js'
import type { StaffMember } from './staff/staff-member.js'
import type { Group } from './teaching/group.js'
import type { TeachingClass } from './teaching/teaching-class.js'

/** What the MIS holds on one day: a pure function of seed, profile, size and day, and of the events a test adds. */
export interface Roster {
  readonly day: Day
  /** Listed as current: those on roll, and a few guests, future starters and leavers not yet cleared away. */
  readonly pupils: readonly Pupil[]
  readonly leavers: readonly Pupil[]
  readonly preAdmission: readonly Pupil[]
  readonly staff: readonly StaffMember[]
  readonly groups: readonly Group[]
  readonly classes: readonly TeachingClass[]
}

/** How long before the first day a newcomer is entered among the current pupils. */
const ENTERED_AHEAD_DAYS = 10
/** How long before the first day an application is in the list of those not yet admitted. */
const APPLIED_AHEAD_DAYS = 120
/** How long the MIS keeps leavers in their own list. */
const LEAVERS_KEPT_DAYS = 500
const LEAVERS_LEFT_AMONG_CURRENT = 2

export function rosterOn(school: School, day: Day): Roster {
  const lives = livesAround(school, day)
  const play = (chosen: readonly PupilLife[]) => chosen.map((life) => pupilOn(school, life, day))
  const ahead = addDays(day, ENTERED_AHEAD_DAYS)
  const applied = addDays(day, APPLIED_AHEAD_DAYS)
  const gone = lives.filter(({ leaving }) => leaving < day && leaving >= addDays(day, -LEAVERS_KEPT_DAYS))
  const current = lives.filter(({ admission, leaving }) => admission <= ahead && leaving >= day)
  const lingering = [...gone].sort(byLeaving).slice(0, LEAVERS_LEFT_AMONG_CURRENT)
  return {
    day,
    pupils: [...play([...current, ...lingering]), ...guests(school, day), ...futureStarters(school, day)].sort(
      byNumber,
    ),
    leavers: play(gone).sort(byNumber),
    preAdmission: play(lives.filter(({ admission }) => admission > ahead && admission <= applied)).sort(byNumber),
    staff: staffOn(school, day).sort(byNumber),
    groups: school.groups.all,
    classes: classesOn(school, day),
  }
}

/** Everybody who holds a place in one of the school's cohorts, last year's top year and next year's first year included. */
function livesAround(school: School, day: Day): PupilLife[] {
  const { plan } = school
  const schoolYear = schoolYearOf(day)
  const oldest = schoolYear - (plan.topYear - plan.firstYear) - 2
  const places = Array.from({ length: placesIn(plan, plan.firstYear) }, (_, place) => place)
  const cohorts = Array.from({ length: schoolYear + 1 - oldest + 1 }, (_, index) => oldest + index)
  return cohorts.flatMap((cohort) => places.flatMap((place) => school.lives(cohort, place)))
}

function classesOn(school: School, day: Day): TeachingClass[] {
  const schoolYear = schoolYearOf(day)
  return school.plan.places
    .flatMap((_, index) => school.bands(schoolYear, school.plan.firstYear + index))
    .flatMap(({ classes }) => classes)
}

function byLeaving(one: PupilLife, other: PupilLife): number {
  return other.leaving.localeCompare(one.leaving) || one.number - other.number
}

function byNumber(one: { readonly number: number }, other: { readonly number: number }): number {
  return one.number - other.number
}
