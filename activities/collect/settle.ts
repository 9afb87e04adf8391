import type { Permissions, Source } from '../../connectors/source.js'
import type { WholeRead } from '../../db/control/run.js'
import type { PlannedHold } from '../../db/school/hold/keep-holds.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { forgetRefused, loadRefused } from '../../db/school/rejection.js'
import type { Withheld } from '../../db/school/withheld.js'
import { compare } from '../../pipeline/compare.js'
import type { Held } from '../../pipeline/compare.js'
import { heed } from '../../pipeline/refused.js'
import { verdict } from '../../pipeline/verdict.js'
import type { SchoolSaid, Verdict } from '../../pipeline/verdict.js'
import type { ActivityDependencies } from '../dependencies.js'
import { applyWhole } from './apply-whole.js'
import type { CollectInput, CollectResult } from './collect.js'
import { siftErased } from './erased-before.js'
import type { Sifted } from './erased-before.js'
import { meet } from './meet.js'
import { overlapOf } from './overlap.js'
import { proofOf } from './proof.js'
import type { Reading } from './read.js'
import { markAfter } from './read-mark.js'
import type { SchoolKeys } from './school-keys.js'
import type { Terms } from './terms.js'
import type { Vigil } from './vigil.js'

/** One run's read, its school's store, and what holds for both. */
export interface Settling {
  readonly input: CollectInput
  readonly terms: Terms
  readonly today: string
  readonly keys: SchoolKeys
  readonly school: OpenSchool
  readonly held: readonly Held[]
  readonly source: Source
  readonly vigil: Vigil
  readonly withheld: readonly Withheld[]
  readonly permissions: Permissions
  readonly underTerms: string
  /** The school as the source named it. */
  readonly said: SchoolSaid
  /** What this read is compared with, if there is something. */
  readonly last: WholeRead | undefined
}

/** Compares a whole read, judges it, and applies it, or what of it does not wait; or leaves everything alone. */
export async function settleWhole(
  deps: ActivityDependencies,
  settling: Settling,
  read: Reading,
): Promise<CollectResult> {
  const { school, keys, input, source } = settling
  const sifted = await siftErased(school.db, read.arrivals, keys.lookup, new Date(input.at))
  const refusedPeople = withErased(read, sifted)
  const met = await meet(deps, settling, sifted.arrivals)
  const at = new Date(input.at)
  const compared = compare(met.arrivals, met.held, met.recognise)
  const heeded = heed(compared, met.arrivals, await loadRefused(school.db, at))
  const completeness = {
    ...proofOf(settling, read),
    refusedPeople,
    unknownGroups: read.unknownGroups,
    overlap: await overlapOf(settling, read, compared),
    ...(met.rekey && { rekeyed: met.rekey.found }),
  }
  const judged = verdict(completeness, { last: settling.last?.completeness ?? null, doubted: met.doubted })
  if (!judged.apply) return { state: 'refused', counts: {}, completeness, verdict: judged, further: [] }
  await forgetRefused(school.db, heeded.spent)
  const applied = await applyWhole(deps, settling, {
    read,
    met,
    compared,
    heeded,
    permissionsNarrowed: completeness.permissionsNarrowed,
  })
  const mark = markAfter(source.mark?.() ?? null, { ...read, refusedPeople }, input.at, settling.underTerms)
  const { planned, ...result } = applied
  return { ...result, completeness, verdict: withHolds(judged, planned), mark }
}

function withHolds(judged: Verdict & { apply: true }, planned: readonly PlannedHold[]): Verdict {
  if (planned.length === 0) return judged
  return {
    ...judged,
    held: planned.map(({ id, reason, item, words, figures }) => ({ id, reason, item, words, figures })),
  }
}

/** Who was erased and is still listed is counted with the others who are refused. */
function withErased({ refusedPeople }: Reading, { refused }: Sifted): Reading['refusedPeople'] {
  return refused === 0 ? refusedPeople : { ...refusedPeople, erased: refused }
}
