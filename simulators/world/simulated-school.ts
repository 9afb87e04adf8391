import { createHash } from 'node:crypto'
import { dayOf } from '../model/calendar.js'
import { hashOf } from '../model/random.js'
import { openSchool } from '../model/school.js'
import { rosterOn } from '../model/roster.js'
import { rosterAfter } from '../events/roster-after.js'
import { makeScopes } from '../wonde/scopes.js'
import type { SchoolEvent } from '../events/school-event.js'
import type { Changed, RosterWithEvents } from '../events/roster-after.js'
import type { Day } from '../model/calendar.js'
import type { Roster } from '../model/roster.js'
import type { School } from '../model/school.js'
import type { Scopes } from '../wonde/scopes.js'
import { everything } from './shown.js'
import type { SavedSchool } from './saved-state.js'
import type { Shown } from './shown.js'

/** A school that can be asked for its roster on a day, and to which events happen. */
export interface SimulatedSchool {
  readonly id: string
  readonly name: string
  readonly token: string
  readonly model: School
  readonly rosterOn: (day: Day) => RosterWithEvents
  /** As it was at an instant of the past, before what was entered from then on. */
  readonly rosterBefore: (instant: string) => RosterWithEvents
  readonly add: (events: readonly SchoolEvent[]) => void
  /** As if nothing had happened to it. */
  readonly forget: () => void
  readonly joined: () => number
  readonly scopes: () => Scopes
  readonly deny: (identities: readonly string[]) => void
  /** What its MIS lists of what there is. Like faults, it is not saved. */
  readonly shown: () => Shown
  readonly show: (shown: Shown) => void
  readonly saved: () => SavedSchool
}

/** Days whose roster is kept: the simulator's now, and a few that a test asks the truth of. */
const ROSTERS_KEPT = 3

export function simulateSchool(from: SavedSchool): SimulatedSchool {
  const { id, name, spec } = from
  const model = openSchool(spec)
  const changed: Changed = new Map()
  let events = from.events
  let scopes = makeScopes(from.denied)
  let shown = everything
  let plain: readonly Roster[] = []
  let rosters: readonly RosterWithEvents[] = []
  const plainOn = (day: Day) => {
    const known = plain.find((roster) => roster.day === day) ?? rosterOn(model, day)
    plain = [known, ...plain.filter((roster) => roster !== known)].slice(0, ROSTERS_KEPT)
    return known
  }
  return {
    id,
    name,
    token: createHash('sha1').update(`token of ${id} ${spec.seed}`).digest('hex'),
    model,
    rosterOn: (day) => {
      const known = rosters.find((roster) => roster.day === day)
      if (known) return known
      const made = rosterAfter(model, plainOn(day), events, changed)
      rosters = [made, ...rosters].slice(0, ROSTERS_KEPT)
      return made
    },
    rosterBefore: (instant) => {
      const before = events.filter(({ at }) => at < instant)
      return rosterAfter(model, plainOn(dayOf(instant)), before, new Map())
    },
    add: (more) => {
      events = [...events, ...more]
      rosters = []
    },
    forget: () => {
      events = []
      rosters = []
    },
    joined: () => events.filter((event) => event.do === 'join').length,
    scopes: () => scopes,
    deny: (identities) => {
      scopes = makeScopes(identities)
    },
    shown: () => shown,
    show: (part) => {
      shown = part
    },
    saved: () => ({ id, name, spec, events, denied: scopes.denied }),
  }
}

/** A school's id looks like Wonde's and follows from what it was made of; a second one of the same kind gets the next. */
export function schoolIdOf({ seed, profile, pupils }: SavedSchool['spec'], sameBefore: number): string {
  return `A${1_000_000_000 + (hashOf(`${seed}/${profile}/${pupils}/${sameBefore}`) % 1_000_000_000)}`
}
