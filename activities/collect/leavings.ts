import { isPerson } from '../../db/school/apply/plan.js'
import type { ApplyPlan, StatedLeaving } from '../../db/school/apply/plan.js'
import type { ChangeSet, Held } from '../../pipeline/compare.js'
import { statedLeavings } from './departures.js'
import type { Reading } from './read.js'
import type { Settling } from './settle.js'

interface Leavers extends Pick<Reading, 'departures'> {
  readonly changes: Pick<ChangeSet, 'missing'>
  /** Missing, and not believed to be unless somebody states it. */
  readonly kept: readonly Held[]
  readonly retired: ApplyPlan['retired']
  /** People who are absent already, and are asked about once more. */
  readonly askedAgain: readonly string[]
}

/**
 * Asks about those who are missing since this read, and those whose dates or whose holds wait for somebody to say more. Where a new MIS gave other numbers,
 * what it says of leavers under these may be of anybody.
 */
export function leavings(
  { source, school, keys, held }: Settling,
  { changes, kept, departures, retired, askedAgain }: Leavers,
): Promise<ReadonlyMap<string, StatedLeaving>> {
  const nameless = new Set(retired.numbersToo ? retired.records : [])
  const again = new Set(askedAgain)
  const missing = [...changes.missing, ...kept, ...held.filter(({ id, absent }) => absent && again.has(id))]
  return statedLeavings({
    source,
    db: school.db,
    hashes: keys.hashes,
    read: departures,
    missing: missing.filter((one) => isPerson(one) && !nameless.has(one.id)),
  })
}
