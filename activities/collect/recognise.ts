import { retiredRef } from '../../db/school/apply/retire-names.js'
import type { Held, Recognise } from '../../pipeline/compare.js'
import type { Arrival } from '../../pipeline/digest.js'
import { refKey } from '../../pipeline/assign.js'
import { knownByNumber } from './rekey/known-by-number.js'
import type { Doubt } from './rekey/judge.js'
import type { Looking } from './rekey/looking.js'
import { sameGroups } from './rekey/same-groups.js'
import { rematch } from './rekey/rematch.js'
import type { Rematch } from './rekey/rematch.js'
import { sidesOf } from './rekey/sides.js'
import { suspectKinds } from './rekey/suspect.js'
import type { SidesByKind, Suspects } from './rekey/suspect.js'

/** A night on which most came under other ids than before: the school changed its MIS, or its connector. */
export interface Rekey {
  /** How many of each kind were found again under another id. */
  readonly found: Readonly<Record<string, number>>
  /** Records whose old id says nothing any more, nor, unless the numbers stayed the same, any number of the old MIS. */
  readonly retired: readonly string[]
  readonly sameNumbers: boolean
}

export interface Recognition {
  /** As it is to be compared: ids that mean nothing any more are taken off. */
  readonly held: readonly Held[]
  readonly recognise: Recognise
  readonly rekey: Rekey | null
  /** Of kinds of which most came under other ids, whether that was a change of ids or of people: who was not found. */
  readonly doubts: readonly Doubt[]
}

/** Finds people whom the source names by other ids than those they are held under. To be asked of whole reads only. */
export async function recognition(
  looking: Looking,
  arrivals: readonly Arrival[],
  held: readonly Held[],
): Promise<Recognition> {
  if (held.length === 0) return { held, recognise: () => undefined, rekey: null, doubts: [] }
  const sides = {
    pupil: sidesOf('pupil', arrivals, held),
    staff: sidesOf('staff', arrivals, held),
    group: sidesOf('group', arrivals, held),
  }
  const suspects = await suspectKinds(looking, sides)
  const matched = suspects.people.length > 0 ? await rematch(looking, sides, suspects.people) : undefined
  if (matched?.stands === true) return underOtherIds(looking, held, sides, suspects, matched)
  const strangers = [...sides.pupil.strangers, ...sides.staff.strangers]
  const again = await knownByNumber(looking, strangers, [...sides.pupil.unlisted, ...sides.staff.unlisted])
  return { held, recognise: by(again), rekey: null, doubts: matched?.doubts ?? [] }
}

async function underOtherIds(
  looking: Looking,
  held: readonly Held[],
  sides: SidesByKind,
  { people, groups }: Suspects,
  { again, found, sameNumbers, doubts }: Rematch,
): Promise<Recognition> {
  const others = (['pupil', 'staff'] as const).filter((kind) => !people.includes(kind)).map((kind) => sides[kind])
  const known = await knownByNumber(
    looking,
    others.flatMap(({ strangers }) => strangers),
    others.flatMap(({ unlisted }) => unlisted),
  )
  const moved = [...people.map((kind) => sides[kind]), ...(groups ? [sides.group] : [])]
  const retired = moved.flatMap(({ unlisted, differing }) => [...unlisted, ...differing.map((pair) => pair.held)])
  const ids = new Set(retired.map(({ id }) => id))
  return {
    held: held.map((one) => (ids.has(one.id) ? { ...one, refHash: retiredRef(one) } : one)),
    recognise: by(new Map([...known, ...again, ...(groups ? sameGroups(sides.group) : [])])),
    rekey: { found, retired: [...ids], sameNumbers },
    doubts,
  }
}

function by(again: ReadonlyMap<string, string>): Recognise {
  return (arrival) => again.get(refKey(arrival))
}
