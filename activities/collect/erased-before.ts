import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../../db/school/database.js'
import { keepTombstones, listTombstones, raiseConflicts, removeTombstones } from '../../db/school/tombstone.js'
import type { Tombstone } from '../../db/school/tombstone.js'
import type { Arrival } from '../../pipeline/digest.js'
import { keyedHex } from '../../vault/keyed-hash.js'
import type { OpenKey } from '../../vault/open-key.js'

// A source that lists the erased at all lists them every night: after so long it has stopped (requirements.md §4, 5).
const KEPT_DAYS = 35
const DAY_MS = 24 * 3_600_000

export interface Sifted {
  readonly arrivals: readonly Arrival[]
  /** Erased, and still listed in the same spell: refused, and shown to the school as a conflict. */
  readonly refused: number
}

/**
 * Keeps out whoever was erased and is still listed in the same spell. A new spell, or a leaving that the source no longer states, is another
 * thing and passes at once; the mark goes then, and 35 days after the last listing. Where the school changed its MIS they come under other
 * ids: then the UPN tells, if it was granted.
 */
export async function siftErased(
  db: Kysely<SchoolDatabase>,
  arrivals: readonly Arrival[],
  lookup: OpenKey,
  at: Date,
): Promise<Sifted> {
  const stones = await listTombstones(db)
  if (stones.length === 0) return { arrivals, refused: 0 }
  const markOf = markFinder(stones, arrivals)
  const met = arrivals.flatMap((arrival) => {
    const mark = markOf(arrival)
    return mark ? [{ arrival, mark, same: spellHashes(lookup, arrival).includes(mark.spellHash) }] : []
  })
  const refused = met.filter(({ same }) => same)
  const passed = met.filter(({ same }) => !same).map(({ mark }) => mark.personHash)
  const listed = new Set(refused.map(({ mark }) => mark.personHash))
  const over = stones.filter((mark) => !listed.has(mark.personHash) && ageOf(mark, at) > KEPT_DAYS)
  // Once a day at most: a night with a mark in it writes one row, and a run asked for twice none.
  const stale = refused.filter(({ mark }) => ageOf(mark, at) >= 1).map(({ mark }) => mark.personHash)
  await keepTombstones(db, stale, at)
  await raiseConflicts(db, [...listed], at)
  await removeTombstones(db, [...passed, ...over.map(({ personHash }) => personHash)])
  const out = new Set(refused.map(({ arrival }) => arrival))
  return { arrivals: arrivals.filter((arrival) => !out.has(arrival)), refused: refused.length }
}

/** The mark that keeps one person out who arrives, if there is one: erased, and listed in the same spell. */
export function keptOutBy(stones: readonly Tombstone[], arrival: Arrival, lookup: OpenKey): Tombstone | undefined {
  const mark = markFinder(stones, [arrival])(arrival)
  return mark && spellHashes(lookup, arrival).includes(mark.spellHash) ? mark : undefined
}

/** Finds the mark of somebody who arrives: by the source's id, unless the UPN is another's; and else by the UPN, if one arrival alone bears it. */
function markFinder(
  stones: readonly Tombstone[],
  arrivals: readonly Arrival[],
): (arrival: Arrival) => Tombstone | undefined {
  const byRef = new Map(stones.map((mark) => [mark.personHash, mark]))
  const byUpn = new Map(stones.flatMap((mark) => (mark.upnHash === null ? [] : [[mark.upnHash, mark] as const])))
  // Nobody's is hashed on the nights of a school that erased nobody with one.
  const upnOf = (arrival: Arrival) =>
    byUpn.size === 0 ? undefined : arrival.identities.find(({ kind }) => kind === 'upn')?.hash
  const bearers = new Map<string, number>()
  for (const upn of arrivals.map(upnOf)) if (upn !== undefined) bearers.set(upn, (bearers.get(upn) ?? 0) + 1)
  return (arrival) => {
    if (arrival.kind === 'group') return undefined
    const upn = upnOf(arrival)
    const own = byRef.get(arrival.refHash)
    if (own && (upn === undefined || own.upnHash === null || own.upnHash === upn)) return own
    return upn !== undefined && bearers.get(upn) === 1 ? byUpn.get(upn) : undefined
  }
}

const ageOf = ({ lastListedAt }: Tombstone, at: Date) => (at.getTime() - lastListedAt.getTime()) / DAY_MS

/**
 * As an erasure hashes the spell that the source gave, and as it hashed the same spell before a leaving was stated: whom the school withdrew,
 * or told us of, must not come back because the source now says when the spell ends.
 */
function spellHashes(lookup: OpenKey, { record: { facts } }: Arrival): readonly string[] {
  const { spell } = facts
  const hash = (given: unknown) => keyedHex(lookup, 'spell', JSON.stringify(given))
  return spell ? [hash([spell.start, spell.leaving]), hash([spell.start, null])] : [hash(spell)]
}
