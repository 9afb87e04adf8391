import type { Held, Match } from '../../../pipeline/compare.js'
import type { Arrival } from '../../../pipeline/digest.js'
import { refKey } from '../../../pipeline/assign.js'

/** One kind of a whole read against what is held, by the source's ids alone. */
export interface Sides {
  /** Held and on roll, or a group that is there: how many the last whole read showed. */
  readonly listedBefore: number
  /** The same id, and everything else the same: surely the same person. */
  readonly same: readonly Match[]
  /** The same id, and something differs. Mostly a change; where ids are given anew it may be somebody else. */
  readonly differing: readonly Match[]
  /** Under ids that we do not hold. */
  readonly strangers: readonly Arrival[]
  /** Held under ids that did not come, those who were absent before among them. */
  readonly unlisted: readonly Held[]
}

export function sidesOf(kind: Held['kind'], arrivals: readonly Arrival[], held: readonly Held[]): Sides {
  const own = held.filter((one) => one.kind === kind)
  const byRef = new Map(own.map((one) => [refKey(one), one]))
  const [same, differing, strangers]: [Match[], Match[], Arrival[]] = [[], [], []]
  const listed = new Set<Held>()
  for (const arrival of arrivals) {
    if (arrival.kind !== kind) continue
    const match = byRef.get(refKey(arrival))
    if (match) {
      const pair = { held: match, arrival }
      const side = isSame(pair) ? same : differing
      side.push(pair)
      listed.add(match)
    } else strangers.push(arrival)
  }
  return {
    listedBefore: own.filter(({ absent }) => !absent).length,
    same,
    differing,
    strangers,
    unlisted: own.filter((one) => !listed.has(one)),
  }
}

function isSame({ held, arrival }: Match): boolean {
  return held.digest === arrival.digest && (held.aboutDigest === null || held.aboutDigest === arrival.aboutDigest)
}

/** How many of those who were listed before did not come under their ids. */
const lostOf = ({ unlisted }: Sides) => unlisted.filter(({ absent }) => !absent).length

/**
 * Whether most of a kind are missing under their ids, and about as many came under others: the mark of a change of MIS or of connector.
 * `contradicted` of those who did come under an id we hold are somebody else.
 */
export function looksRekeyed(sides: Sides, contradicted: number): boolean {
  const lost = lostOf(sides) + contradicted
  return lost * 2 > sides.listedBefore && (sides.strangers.length + contradicted) * 2 >= lost
}

/** Whether so many are missing or differ that another numbering may be behind it; so it is too each September, when everybody's year does. */
export function mayBeRekeyed(sides: Sides): boolean {
  return (lostOf(sides) + sides.differing.length) * 2 > sides.listedBefore
}
