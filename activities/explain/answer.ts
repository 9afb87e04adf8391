import { londonDay } from '../../agreement/calendar.js'
import { explain, explainHeld } from '../../agreement/explain/explain.js'
import type { Asked, Explanation } from '../../agreement/explain/explanation.js'
import { newcomerWaitsUntil } from '../../db/school/explain/subject-named.js'
import { listTombstones } from '../../db/school/tombstone.js'
import { refHash } from '../../pipeline/digest.js'
import type { SchoolKeys } from '../collect/school-keys.js'
import type { Terms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { askSource } from './ask-source.js'
import { findHeld } from './find-held.js'

/** One question, and what holds for it. */
export interface Explaining {
  readonly terms: Terms
  readonly keys: SchoolKeys
  readonly asked: Asked
  readonly at: Date
}

/** Looks at what is held first: the source is asked about a person only where that does not settle it. */
export async function answerTo(deps: ActivityDependencies, explaining: Explaining): Promise<Explanation> {
  const { terms, keys, asked } = explaining
  const { db } = await deps.schools.open(terms.school.id)
  const held = await findHeld(deps, explaining)
  const settled = held && explainHeld(held)
  if (settled) return settled
  const stones = await listTombstones(db)
  const ref = refHash(asked.kind, asked.id, keys.hashes.lookup)
  const mark = stones.find(({ personHash }) => personHash === ref)
  const waits = await newcomerWaitsUntil(db, asked.kind, ref)
  const { next_sync_at: next } = terms.school
  return explain({
    held,
    source: await askSource(deps, explaining, stones),
    erasedOn: mark ? londonDay(mark.erasedAt) : null,
    waitsUntil: waits ? londonDay(waits) : null,
    nextRead: next && londonDay(next),
  })
}
