import { isDueToLeave } from '../../../agreement/guard/cohort.js'
import type { GuardFacts, Loss } from '../../../agreement/guard/guard.js'
import type { ItemCode } from '../../../agreement/items.js'
import { factsSchema } from '../../../agreement/retention/facts.js'
import type { Term } from '../../../agreement/retention/facts.js'
import { profileFacts } from '../../../simulators/model/profiles.js'
import type { Profile } from '../../../simulators/model/profiles.js'
import { isOnRoll } from '../../../simulators/model/pupils/pupil.js'
import type { Pupil } from '../../../simulators/model/pupils/pupil.js'
import type { Roster } from '../../../simulators/model/roster.js'
import { isEmployed } from '../../../simulators/model/staff/staff-member.js'
import type { StaffMember } from '../../../simulators/model/staff/staff-member.js'

/** What a source says of those who go: lists of leavers and last days; last days alone; or it only stops listing them. */
export type Says = 'everything' | 'lastDays' | 'nothing'

/** Two reads of a school, and how what lies between is to be seen. */
export interface Night {
  readonly name: string
  readonly profile: Profile
  readonly before: Roster
  readonly after: Roster
  readonly says: Says
  readonly terms: readonly Term[]
  /** Weeks that the school announced. */
  readonly rollover?: readonly { readonly from: string; readonly to: string }[]
  /** The day of the second read, where it is not the roster's. */
  readonly today?: string
  /** By which a group is the same in both: its number, or after a change of MIS its name, as a re-key finds it again. */
  readonly sameGroup?: 'number' | 'name'
}

export const todayOf = ({ today, after }: Night) => today ?? after.day

export const pupilsOn = ({ pupils, day }: Roster) => pupils.filter((pupil) => isOnRoll(pupil, day))
export const staffOn = ({ staff, day }: Roster) => staff.filter((member) => isEmployed(member, day))

/** The same people bear the same number of the model's, whatever the MIS calls them. */
export function goneOf<Person extends { readonly number: number }>(
  before: readonly Person[],
  after: readonly Person[],
): readonly Person[] {
  const there = new Set(after.map(({ number }) => number))
  return before.filter(({ number }) => !there.has(number))
}

/** What a whole read of the night would tell the guard. */
export function factsOf(night: Night): GuardFacts {
  const { before, after } = night
  return {
    today: todayOf(night),
    losses: lossesOf(night),
    blanked: Object.entries(fields).map(([item, field]) => blankedOf(night, item as ItemCode, field)),
    renamed: [
      { kind: 'pupil', ...renamedOf(pupilsOn(before), pupilsOn(after)) },
      { kind: 'staff', ...renamedOf(staffOn(before), staffOn(after)) },
    ],
    groups: groupLoss(night),
    permissionsNarrowed: false,
  }
}

export const lossesOf = (night: Night): readonly Loss[] => [pupilLoss(night), staffLoss(night)]

function pupilLoss(night: Night): Loss {
  const { before, after, says } = night
  const listed = pupilsOn(before)
  const gone = goneOf(listed, pupilsOn(after))
  const named = new Set([...after.leavers, ...after.pupils].map(({ number }) => number))
  const stated = gone.filter(({ number }) => says === 'everything' && named.has(number))
  const rest = gone.filter((pupil) => !stated.includes(pupil))
  const dated = rest.filter((pupil) => isDated(pupil, night))
  const cohort = rest.filter((pupil) => !dated.includes(pupil) && isDueToLeave(knownOf(pupil, night)))
  return {
    kind: 'pupil',
    listedBefore: listed.length,
    missing: gone.length,
    stated: stated.length,
    dated: dated.length,
    cohort: cohort.length,
  }
}

export function isDated({ leavingDate }: Pupil, night: Night): boolean {
  return night.says !== 'nothing' && leavingDate !== null && leavingDate < todayOf(night)
}

/** What is held of a pupil: read since the school year began, or since the pupil came. */
function knownOf(pupil: Pupil, night: Night) {
  const { profile, terms, before } = night
  const since = before.day.slice(5) >= '09-01' ? before.day.slice(0, 4) : String(Number(before.day.slice(0, 4)) - 1)
  const from = pupil.admissionDate > `${since}-09-01` ? pupil.admissionDate : `${since}-09-01`
  return factsSchema.parse({
    now: `${todayOf(night)}T02:00:00Z`,
    school: { kind: kinds[profile], statutoryHighAge: profileFacts[profile].statutoryHighAge, terms },
    subject: {
      kind: 'pupil',
      dateOfBirth: pupil.dateOfBirth,
      spells: [{ start: pupil.admissionDate }],
      years: [{ from, year: pupil.yearGroup }],
    },
  })
}

const kinds: Readonly<Record<Profile, string>> = {
  infant: 'infant',
  primary: 'primary',
  first: 'first',
  middle: 'middle',
  secondary11to16: 'secondary',
  secondary11to18: 'secondary',
  allThrough: 'allThrough',
  special: 'special',
}

function staffLoss({ before, after, says }: Night): Loss {
  const listed = staffOn(before)
  const gone = goneOf(listed, staffOn(after))
  const stated = gone.filter(({ number }) => says === 'everything' && after.staff.some((one) => one.number === number))
  return {
    kind: 'staff',
    listedBefore: listed.length,
    missing: gone.length,
    stated: stated.length,
    dated: 0,
    cohort: 0,
  }
}

const fields = {
  'pupil.upn': 'upn',
  'pupil.uln': 'uln',
  'pupil.dateOfBirth': 'dateOfBirth',
  'pupil.yearGroup': 'yearGroup',
  'pupil.registrationGroup': 'registrationGroup',
  'pupil.leavingDate': 'leavingDate',
  'pupil.medical': 'medicalCode',
  'pupil.ethnicity': 'ethnicity',
  'pupil.mobilePhone': 'mobilePhone',
  'pupil.homePhone': 'homePhone',
  'pupil.email': 'email',
} as const satisfies Partial<Record<ItemCode, keyof Pupil>>

function blankedOf({ before, after }: Night, item: ItemCode, field: (typeof fields)[keyof typeof fields]) {
  const now = new Map(pupilsOn(after).map((pupil) => [pupil.number, pupil]))
  const had = pupilsOn(before).filter((pupil) => pupil[field] !== null && now.has(pupil.number))
  return { item, had: had.length, blanked: had.filter(({ number }) => now.get(number)?.[field] === null).length }
}

function renamedOf(before: readonly (Pupil | StaffMember)[], after: readonly (Pupil | StaffMember)[]) {
  const now = new Map(after.map(({ number, forename, surname }) => [number, `${forename} ${surname}`]))
  const listed = before.filter(({ number }) => now.has(number))
  const renamed = listed.filter(({ number, forename, surname }) => now.get(number) !== `${forename} ${surname}`)
  return { listed: listed.length, renamed: renamed.length }
}

function groupLoss({ before, after, sameGroup = 'number' }: Night): GuardFacts['groups'] {
  const [held, now] = [membershipsIn(before)[sameGroup], membershipsIn(after)[sameGroup]]
  const groupsIn = ({ groups, classes }: Roster) =>
    new Set([...groups, ...classes].map((one) => String(one[sameGroup])))
  const [listed, there] = [[...groupsIn(before)], groupsIn(after)]
  const goesOn = ([person, groups]: readonly [number, ReadonlySet<string>]) => {
    const still = now.get(person)
    return still ? [...groups].filter((group) => there.has(group) && !still.has(group)).length : 0
  }
  return {
    listedBefore: listed.length,
    missing: listed.filter((group) => !there.has(group)).length,
    memberships: sum([...held.values()].map(({ size }) => size)),
    ended: sum([...held].map(goesOn)),
  }
}

const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0)

type Memberships = ReadonlyMap<number, ReadonlySet<string>>

/** Two nights share a roster: each is looked through once. */
const known = new WeakMap<Roster, Readonly<Record<'number' | 'name', Memberships>>>()

function membershipsIn(roster: Roster): Readonly<Record<'number' | 'name', Memberships>> {
  const by = (key: 'number' | 'name') =>
    new Map(
      pupilsOn(roster).map(({ number, groups, classes }) => [
        number,
        new Set([...groups, ...classes].map((group) => String(group[key]))),
      ]),
    )
  const found = known.get(roster) ?? { number: by('number'), name: by('name') }
  known.set(roster, found)
  return found
}
