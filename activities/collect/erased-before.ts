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
 * thing and passes at once; the mark goes then, and 35 days after the last listing.
 */
export async function siftErased(
  db: Kysely<SchoolDatabase>,
  arrivals: readonly Arrival[],
  lookup: OpenKey,
  at: Date,
): Promise<Sifted> {
  const marks = new Map((await listTombstones(db)).map((mark) => [mark.personHash, mark]))
  if (marks.size === 0) return { arrivals, refused: 0 }
  const met = arrivals.flatMap((arrival) => {
    const mark = arrival.kind === 'group' ? undefined : marks.get(arrival.refHash)
    return mark ? [{ arrival, mark, same: spellHashes(lookup, arrival).includes(mark.spellHash) }] : []
  })
  const refused = met.filter(({ same }) => same)
  const passed = met.filter(({ same }) => !same).map(({ mark }) => mark.personHash)
  const listed = new Set(refused.map(({ mark }) => mark.personHash))
  const over = [...marks.values()].filter((mark) => !listed.has(mark.personHash) && ageOf(mark, at) > KEPT_DAYS)
  // Once a day at most: a night with a mark in it writes one row, and a run asked for twice none.
  const stale = refused.filter(({ mark }) => ageOf(mark, at) >= 1).map(({ mark }) => mark.personHash)
  await keepTombstones(db, stale, at)
  await raiseConflicts(db, [...listed], at)
  await removeTombstones(db, [...passed, ...over.map(({ personHash }) => personHash)])
  const out = new Set(refused.map(({ arrival }) => arrival))
  return { arrivals: arrivals.filter((arrival) => !out.has(arrival)), refused: refused.length }
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
