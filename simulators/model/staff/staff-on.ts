import { addDays, schoolYearOf } from '../calendar.js'
import { between, chance, pick } from '../random.js'
import { emailOf, landlineOf, maybe } from '../names/contact-points.js'
import { initialsOf, nameOf } from '../names/person-name.js'
import { surnameAt } from '../pupils/surname-at.js'
import type { Day } from '../calendar.js'
import type { School } from '../school.js'
import type { StaffMember } from './staff-member.js'

interface Tenure {
  readonly number: number
  readonly post: number
  readonly starts: Day
  readonly ends: Day | null
}

/** Where the history of every post begins. */
const FIRST_YEAR = 2008
const TENURES_A_POST = 32
const SUPPORT_POSTS_FROM = 512
const LEAVE_A_YEAR = 0.11
/** How long the MIS goes on listing somebody who left, with `current` false. */
const LISTED_AFTER_DAYS = 400

const supportRoles = [
  'Teaching Assistant',
  'Administrator',
  'Cover Supervisor',
  'Technician',
  'Site Manager',
  'Librarian',
] as const

/** Everybody the MIS lists on a day: those employed, and those who left not long ago. */
export function staffOn(school: School, day: Day): StaffMember[] {
  const { teachers, supportStaff } = school.plan
  const posts = [...range(teachers, 0), ...range(supportStaff, SUPPORT_POSTS_FROM)]
  const since = addDays(day, -LISTED_AFTER_DAYS)
  return posts.flatMap((post) =>
    tenures(school.plan.seed, post, day)
      .filter(({ ends }) => ends === null || ends >= since)
      .map((tenure) => member(school, tenure, day)),
  )
}

function range(count: number, from: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index)
}

/** Who held a post, up to a day. Most go with the summer term, some at Christmas; the successor starts the day after. */
function tenures(seed: number, post: number, day: Day): Tenure[] {
  const found: Tenure[] = []
  let starts = `${FIRST_YEAR - between(seed, 0, 12, 'since', post)}-09-01`
  for (let year = FIRST_YEAR; year <= schoolYearOf(day); year += 1) {
    if (!chance(seed, LEAVE_A_YEAR, 'ends', post, year)) continue
    const ends = chance(seed, 0.25, 'at Christmas', post, year) ? `${year}-12-31` : `${year + 1}-08-31`
    if (ends < day) {
      found.push({ number: post * TENURES_A_POST + found.length + 1, post, starts, ends })
      starts = addDays(ends, 1)
    }
  }
  return [...found, { number: post * TENURES_A_POST + found.length + 1, post, starts, ends: null }]
}

function member(school: School, { number, post, starts, ends }: Tenure, day: Day): StaffMember {
  const { seed } = school.plan
  const { female, name } = nameOf(seed, 'staff', number)
  const teaching = post < SUPPORT_POSTS_FROM
  const renamed = surnameAt(seed, 'staff', number, schoolYearOf(starts), schoolYearOf(ends ?? day), ends ?? day)
  const surname = renamed.surname ?? name.surname
  const touched = renamed.changes.filter((on) => on <= day).at(-1) ?? starts
  return {
    ...name,
    surname,
    initials: initialsOf(name.forename, surname),
    number,
    misId: String(number),
    post: teaching ? post : null,
    title: female
      ? pick(seed, ['Ms', 'Mrs', 'Miss', 'Dr'], 'title', number)
      : pick(seed, ['Mr', 'Mr', 'Dr'], 'title', number),
    gender: female ? 'FEMALE' : 'MALE',
    dateOfBirth: addDays(`${Number(starts.slice(0, 4)) - 23}-01-01`, -between(seed, 0, 9000, 'staff born', number)),
    teaching,
    staffCode: `${name.forename.charAt(0)}${name.surname.slice(0, 2)}${number % 100}`.toUpperCase(),
    role: teaching ? 'Class Teacher' : pick(seed, supportRoles, 'role', number),
    startDate: starts,
    endDate: ends,
    email: emailOf(seed, name.forename, name.surname, number),
    workPhone: maybe(seed, 0.5, landlineOf(seed, 'staff', number), 'has extension', number),
    createdAt: `${addDays(starts, -30)} 02:00:00`,
    updatedAt: `${ends ?? touched} 02:00:00`,
  }
}
