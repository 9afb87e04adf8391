import { protectedAmong } from '../../../db/school/protected.js'
import { refKey } from '../../../pipeline/assign.js'
import type { Held } from '../../../pipeline/compare.js'
import { tally } from '../count.js'
import { candidatesOf, namesOfUpns, strangersOf } from './candidates.js'
import { findAgain } from './find-again.js'
import type { Stranger } from './find-again.js'
import type { Doubt } from './judge.js'
import type { Looking } from './looking.js'
import type { PersonKind, SidesByKind } from './suspect.js'

/** What became of the people of kinds that came under other ids. */
export interface Rematch {
  /** By the key of an arrival, the record it is. */
  readonly again: ReadonlyMap<string, string>
  readonly sameNumbers: boolean
  /** So many were found that these are the same people under other ids, and not others in their place. */
  readonly stands: boolean
  /** How many were found under another id, by kind. */
  readonly found: Readonly<Record<string, number>>
  readonly doubts: readonly Doubt[]
}

// Where many left and joined since the last read, as over a summer, fewer than half of the missing may be there to be found.
const FOUND_OF_LOST = 1 / 4

/** Finds the people of these kinds again, whatever ids they come under. */
export async function rematch(looking: Looking, sides: SidesByKind, kinds: readonly PersonKind[]): Promise<Rematch> {
  const all = kinds.map((kind) => sides[kind])
  const strangers = strangersOf(
    all.flatMap((side) => [...side.strangers, ...side.differing.map(({ arrival }) => arrival)]),
  )
  const held = all.flatMap(({ unlisted, differing }) => [...unlisted, ...differing.map((pair) => pair.held)])
  const candidates = await candidatesOf(looking.db, looking.openKeys, held)
  const { again, sameNumbers } = findAgain({ strangers, candidates }, await namesOfUpns(looking.db, strangers))
  const keys = new Map([...again].map(([key, id]) => [id, key]))
  const moved = held.filter((one) => keys.has(one.id) && keys.get(one.id) !== refKey(one))
  const missing = held.filter(({ id, absent }) => !absent && !keys.has(id))
  const unknown = strangers.filter(({ key }) => !again.has(key))
  const doubts = kinds.map((kind) => doubtOf(looking, kind, sides[kind].listedBefore, { missing, unknown }))
  return {
    again,
    sameNumbers,
    stands: moved.length > 0 && moved.length >= (moved.length + missing.length) * FOUND_OF_LOST,
    found: tally(moved),
    doubts: await Promise.all(doubts),
  }
}

async function doubtOf(
  { db, lastReadOn }: Looking,
  kind: PersonKind,
  listedBefore: number,
  left: { readonly missing: readonly Held[]; readonly unknown: readonly Stranger[] },
): Promise<Doubt> {
  const missing = left.missing.filter((one) => one.kind === kind).map(({ id }) => id)
  // Whose first day came after the last read was not there to be read: a newcomer, and none of those who are missing.
  const isNew = ({ portrait: { firstDay } }: Stranger) =>
    firstDay !== null && lastReadOn !== null && firstDay > lastReadOn
  const unknown = left.unknown.filter((one) => one.kind === kind && !isNew(one)).length
  return { kind, listedBefore, missing: missing.length, unknown, protected: await protectedAmong(db, missing) }
}
