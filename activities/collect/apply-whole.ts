import { standingHolds } from '../../db/school/hold/hold.js'
import { keepHolds } from '../../db/school/hold/keep-holds.js'
import { subjectsToLookAt } from '../../db/school/timer.js'
import { refKey } from '../../pipeline/assign.js'
import type { ChangeSet, Held } from '../../pipeline/compare.js'
import { refHash } from '../../pipeline/digest.js'
import type { Arrival } from '../../pipeline/digest.js'
import type { Heeded } from '../../pipeline/refused.js'
import type { ActivityDependencies } from '../dependencies.js'
import { dropOver } from '../holds/drop-over.js'
import { judge } from '../holds/judge.js'
import { keepOpenHolds } from '../holds/keep-open-holds.js'
import { leadOf } from '../holds/lead.js'
import { changesHolds, planHolds } from '../holds/plan-holds.js'
import { applyRead } from './apply-read.js'
import { tally } from './count.js'
import { leavings } from './leavings.js'
import type { Met } from './meet.js'
import type { Reading } from './read.js'
import type { Settling } from './settle.js'

/** A whole read that is believed. */
export interface Believed {
  readonly read: Reading
  readonly met: Met
  readonly compared: ChangeSet
  /** What it would change, without what people refused. */
  readonly heeded: Heeded
  readonly permissionsNarrowed: boolean
}

/** Applies what a whole read brought, as far as it does not wait for somebody, and stages the rest. */
export async function applyWhole(
  deps: ActivityDependencies,
  settling: Settling,
  { read, met, compared, heeded, permissionsNarrowed }: Believed,
) {
  const { school, keys, input } = settling
  const at = new Date(input.at)
  // What an attempt before this one let go of and did not come to remove would stand in the way of what is staged now.
  await dropOver(deps, input.school)
  const [standing, lookAgainAt] = await Promise.all([standingHolds(school.db), subjectsToLookAt(school.db, at)])
  const retired = { records: met.retired, numbersToo: met.rekey?.sameNumbers !== true }
  const asked = [...lookAgainAt, ...standing.map(({ recordId }) => recordId)]
  const stated = await leavings(settling, {
    ...heeded,
    departures: read.departures,
    retired,
    askedAgain: asked,
  })
  // Whom the school keeps is missing all the same where the source states it.
  const gone = heeded.kept.filter(({ id }) => stated.has(id))
  const outOfScope = outOfScopeOf(settling, read)
  // Whose first day was moved ahead is listed, and not missing.
  const ahead = startsAhead(heeded.changes.missing, outOfScope)
  const missing = [...heeded.changes.missing.filter(({ id }) => !ahead.has(id)), ...gone]
  const changes = { ...heeded.changes, missing }
  const given = { changes, standing, stated, outOfScope: new Set(outOfScope.keys()), refused: heeded.factsOnly, permissionsNarrowed } // prettier-ignore
  const { now, waiting, factsOnly, risks } = await judge(deps, settling, given)
  const planned = await planHolds(deps, { school: input.school, runId: input.run, lookup: keys.lookup, risks, waiting, waitedBefore: standing }) // prettier-ignore
  const holdsDiffer = changesHolds(planned, standing)
  const applied = await applyRead(deps, settling, {
    changes: now,
    arrivals: withoutStaged(met.arrivals, compared, now),
    retired,
    reused: met.reused,
    stated,
    lookAgainAt,
    unchanged: tally(changes.unchanged.map(({ held: one }) => one)),
    refusedItems: read.refusedItems,
    isWhole: true,
    ahead,
    waiting: [...changes.changed, ...changes.aboutChanged].filter((match) => factsOnly.has(match.held.id)),
    factsOnly: new Set([...heeded.factsOnly, ...factsOnly]),
    holds: holdsDiffer
      ? { leadMs: leadOf(settling.terms), keep: (trx) => keepHolds(trx, { planned, runId: input.run, at }) }
      : null,
  })
  if (holdsDiffer) await dropOver(deps, input.school)
  // On most nights nothing waits, nor did before.
  if (planned.length > 0 || settling.terms.school.open_holds.length > 0) await keepOpenHolds(deps, input.school, at)
  return { ...applied, state: planned.length > 0 ? ('held' as const) : applied.state, planned }
}

/** Groups and people who are new and wait, or were refused, are not there yet, for whoever would be placed among them. */
function withoutStaged(arrivals: readonly Arrival[], changes: ChangeSet, now: ChangeSet): readonly Arrival[] {
  const added = new Set(now.added)
  const staged = new Set(changes.added.filter((arrival) => !added.has(arrival)))
  return staged.size === 0 ? arrivals : arrivals.filter((arrival) => !staged.has(arrival))
}

/** Those whom the read lists without our receiving them, by record, with the first day where it lies ahead. */
function outOfScopeOf({ held, keys }: Settling, { outOfScope }: Reading): ReadonlyMap<string, string | null> {
  const starts = new Map(
    outOfScope.map(({ kind, ref, startsOn }) => [
      refKey({ kind, refHash: refHash(kind, ref, keys.hashes.lookup) }),
      startsOn,
    ]),
  )
  return new Map(
    held.flatMap((one) => {
      const startsOn = starts.get(refKey(one))
      return startsOn === undefined ? [] : [[one.id, startsOn] as const]
    }),
  )
}

function startsAhead(
  missing: readonly Held[],
  outOfScope: ReadonlyMap<string, string | null>,
): ReadonlyMap<string, string> {
  return new Map(
    missing.flatMap(({ id }) => {
      const startsOn = outOfScope.get(id)
      return startsOn ? [[id, startsOn] as const] : []
    }),
  )
}
