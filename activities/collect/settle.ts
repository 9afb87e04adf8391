import type { Permissions, Source } from '../../connectors/source.js'
import type { WholeRead } from '../../db/control/run.js'
import { standingHolds } from '../../db/school/hold/hold.js'
import { keepHolds } from '../../db/school/hold/keep-holds.js'
import type { PlannedHold } from '../../db/school/hold/keep-holds.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { forgetRefused, loadRefused } from '../../db/school/rejection.js'
import { subjectsToLookAt } from '../../db/school/timer.js'
import type { Withheld } from '../../db/school/withheld.js'
import { refKey } from '../../pipeline/assign.js'
import { compare } from '../../pipeline/compare.js'
import type { ChangeSet, Held } from '../../pipeline/compare.js'
import { refHash } from '../../pipeline/digest.js'
import type { Arrival } from '../../pipeline/digest.js'
import { heed } from '../../pipeline/refused.js'
import { verdict } from '../../pipeline/verdict.js'
import type { SchoolSaid, Verdict } from '../../pipeline/verdict.js'
import type { ActivityDependencies } from '../dependencies.js'
import { dropOver } from '../holds/drop-over.js'
import { keepOpenHolds } from '../holds/keep-open-holds.js'
import { judge } from '../holds/judge.js'
import { leadOf } from '../holds/lead.js'
import { changesHolds, planHolds } from '../holds/plan-holds.js'
import { applyRead } from './apply-read.js'
import type { CollectInput, CollectResult } from './collect.js'
import { tally } from './count.js'
import { siftErased } from './erased-before.js'
import type { Sifted } from './erased-before.js'
import { leavings } from './leavings.js'
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
  // What an attempt before this one let go of and did not come to remove would stand in the way of what is staged now.
  await dropOver(deps, input.school)
  const [standing, lookAgainAt] = await Promise.all([standingHolds(school.db), subjectsToLookAt(school.db, at)])
  const asked = [...lookAgainAt, ...standing.map(({ recordId }) => recordId)]
  const stated = await leavings(settling, {
    ...heeded,
    departures: read.departures,
    retired: { records: met.retired, numbersToo: met.rekey?.sameNumbers !== true },
    askedAgain: asked,
  })
  // Whom the school keeps is missing all the same where the source states it.
  const gone = heeded.kept.filter(({ id }) => stated.has(id))
  const changes = { ...heeded.changes, missing: [...heeded.changes.missing, ...gone] }
  const { permissionsNarrowed } = completeness
  const given = { changes, standing, stated, outOfScope: outOfScopeOf(settling, read), refused: heeded.factsOnly, permissionsNarrowed } // prettier-ignore
  const { now, waiting, factsOnly, risks } = await judge(deps, settling, given)
  const planned = await planHolds(deps, { school: input.school, runId: input.run, lookup: keys.lookup, risks, waiting, waitedBefore: standing }) // prettier-ignore
  const applied = await applyRead(deps, settling, {
    changes: now,
    arrivals: withoutStaged(met.arrivals, compared, now),
    retired: { records: met.retired, numbersToo: met.rekey?.sameNumbers !== true },
    reused: met.reused,
    stated,
    lookAgainAt,
    unchanged: tally(changes.unchanged.map(({ held: one }) => one)),
    refusedItems: read.refusedItems,
    isWhole: true,
    waiting: [...changes.changed, ...changes.aboutChanged].filter((match) => factsOnly.has(match.held.id)),
    factsOnly: new Set([...heeded.factsOnly, ...factsOnly]),
    holds: changesHolds(planned, standing)
      ? { leadMs: leadOf(settling.terms), keep: (trx) => keepHolds(trx, { planned, runId: input.run, at }) }
      : null,
  })
  await dropOver(deps, input.school)
  await keepOpenHolds(deps, input.school, at)
  const mark = markAfter(source.mark?.() ?? null, { ...read, refusedPeople }, input.at, settling.underTerms)
  const state = planned.length > 0 ? 'held' : applied.state
  return { ...applied, state, completeness, verdict: withHolds(judged, planned), mark }
}

/** Groups and people who are new and wait, or were refused, are not there yet, for whoever would be placed among them. */
function withoutStaged(arrivals: readonly Arrival[], changes: ChangeSet, now: ChangeSet): readonly Arrival[] {
  const added = new Set(now.added)
  const staged = new Set(changes.added.filter((arrival) => !added.has(arrival)))
  return staged.size === 0 ? arrivals : arrivals.filter((arrival) => !staged.has(arrival))
}

/** Records of those whom the read lists without our receiving them. */
function outOfScopeOf({ held, keys }: Settling, { outOfScope }: Reading): ReadonlySet<string> {
  const refs = new Set(
    outOfScope.map(({ kind, ref }) => refKey({ kind, refHash: refHash(kind, ref, keys.hashes.lookup) })),
  )
  return new Set(held.filter((one) => refs.has(refKey(one))).map(({ id }) => id))
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
