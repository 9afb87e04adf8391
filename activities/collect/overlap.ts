import { isPerson } from '../../db/school/apply/plan.js'
import { goneAmong } from '../../db/school/subject.js'
import { refKey } from '../../pipeline/assign.js'
import type { ChangeSet, Held } from '../../pipeline/compare.js'
import { refHash } from '../../pipeline/digest.js'
import type { Overlap, PersonKind } from '../../pipeline/verdict.js'
import { statedLeavings } from './departures.js'
import type { Reading } from './read.js'
import type { Settling } from './settle.js'

type Overlaps = Partial<Record<PersonKind, Overlap>>

/**
 * How many of those held a whole read showed again, by kind. Where fewer than half came, also how many of the others are accounted for: another
 * school's lists know nothing of our people, while a school that most people leave says so of them.
 */
export async function overlapOf(settling: Settling, read: Reading, { missing }: ChangeSet): Promise<Overlaps> {
  const overlaps: Overlaps = {}
  for (const kind of ['pupil', 'staff'] as const) {
    // What was not asked for is no absence.
    if (!read.walks.some((walk) => walk.kind === kind)) continue
    const before = settling.held.filter((one) => one.kind === kind && !one.absent).length
    const gone = missing.filter((one) => one.kind === kind)
    const again = before - gone.length
    const isFew = again * 2 < before
    overlaps[kind] = { before, again, ...(isFew && { explained: await explainedOf(settling, read, gone) }) }
  }
  return overlaps
}

async function explainedOf(settling: Settling, read: Reading, gone: readonly Held[]): Promise<number> {
  const { source, school, keys, input } = settling
  const { lookup } = keys.hashes
  const stated = await statedLeavings({
    source,
    db: school.db,
    hashes: keys.hashes,
    read: read.departures,
    missing: gone.filter(isPerson),
  })
  const ids = gone.map(({ id }) => id)
  const left = await goneAmong(school.db, ids, new Date(input.at))
  // Listed as a guest, or to start another day: not received, and known all the same.
  const listed = new Set(read.outOfScope.map(({ kind, ref }) => refKey({ kind, refHash: refHash(kind, ref, lookup) })))
  const known = gone.filter((one) => listed.has(refKey(one))).map(({ id }) => id)
  return new Set([...stated.keys(), ...left, ...known]).size
}
