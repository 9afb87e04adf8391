import { isRecord, numberOf, textOf } from '../json.js'
import { chance } from '../model/random.js'
import type { RosterWithEvents } from '../events/roster-after.js'
import type { SimulatedSchool } from './simulated-school.js'
import type { World } from './world.js'

/** What a school's MIS lists of what there is. Lists, counts and files agree about it; the truth stays the truth. */
export interface Shown {
  /** Shares, from 0 to 1. */
  readonly pupils: number
  readonly staff: number
  readonly groups: number
  /** By which it is drawn who is left out. */
  readonly seed: number
  /** Another school of the simulator's, whose people are listed as this one's. */
  readonly of: string | null
  /** How many rows a page has at most, whatever is asked for. */
  readonly rowsAPage: number | null
}

export const everything: Shown = { pupils: 1, staff: 1, groups: 1, seed: 0, of: null, rowsAPage: null }

/** As a test sent it, the rest as usual; or a sentence that says what is wrong with it. */
export function readShown(sent: unknown): Shown | string {
  if (!isRecord(sent)) return 'What is shown is an object.'
  const unknown = Object.keys(sent).find((name) => !Object.keys(everything).includes(name))
  if (unknown !== undefined) return `There is no ${unknown}; there are ${Object.keys(everything).join(', ')}.`
  const number = (name: keyof Shown) => numberOf(sent[name])
  return {
    pupils: number('pupils') ?? 1,
    staff: number('staff') ?? 1,
    groups: number('groups') ?? 1,
    seed: number('seed') ?? 0,
    of: textOf(sent['of']) ?? null,
    rowsAPage: number('rowsAPage') ?? null,
  }
}

const made = new WeakMap<RosterWithEvents, { readonly shown: Shown; readonly roster: RosterWithEvents }>()

/** The roster that every protocol speaks of: the same object for as long as it is the same, so that pages stay cached. */
export function rosterShown(world: World, school: SimulatedSchool): RosterWithEvents {
  const shown = school.shown()
  const whose = (shown.of === null ? undefined : world.school(shown.of)) ?? school
  const roster = whose.rosterOn(world.today())
  if (shown === everything) return roster
  const known = made.get(roster)
  if (known?.shown === shown) return known.roster
  const part = partOf(roster, shown)
  made.set(roster, { shown, roster: part })
  return part
}

function partOf(roster: RosterWithEvents, { seed, ...shares }: Shown): RosterWithEvents {
  const kept = <One extends { readonly number: number }>(list: readonly One[], what: string, share: number) =>
    list.filter(({ number }) => chance(seed, share, what, number))
  return {
    ...roster,
    pupils: kept(roster.pupils, 'pupils', shares.pupils),
    staff: kept(roster.staff, 'staff', shares.staff),
    groups: kept(roster.groups, 'groups', shares.groups),
    classes: kept(roster.classes, 'classes', shares.groups),
  }
}
