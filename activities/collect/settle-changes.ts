import type { ReadMark } from '../../db/control/school.js'
import { forgetRefused, loadRefused } from '../../db/school/rejection.js'
import { subjectsToLookAt } from '../../db/school/timer.js'
import { refKey } from '../../pipeline/assign.js'
import type { ChangeSet } from '../../pipeline/compare.js'
import { isRefusedInPart } from '../../pipeline/refused.js'
import type { ActivityDependencies } from '../dependencies.js'
import { applyRead } from './apply-read.js'
import type { CollectResult } from './collect.js'
import { tally } from './count.js'
import { leavings } from './leavings.js'
import { proofOf } from './proof.js'
import { earlier } from './read.js'
import type { ChangedReading } from './read-changes.js'
import type { Settling } from './settle.js'

/** Applies what changed of people who are otherwise as held. It says nothing of who is there, so nothing is judged by it. */
export async function settleChanges(
  deps: ActivityDependencies,
  settling: Settling,
  read: ChangedReading,
  { at: changedSince, ...mark }: ReadMark,
): Promise<CollectResult> {
  const { school, held, input } = settling
  const refused = await loadRefused(school.db, new Date(input.at))
  const changed = read.changed.filter(({ arrival }) => !isRefusedInPart(arrival, refused))
  await forgetRefused(school.db, { keys: changed.map(({ arrival }) => refKey(arrival)), kept: [] })
  const touched = new Set(changed.map(({ held: one }) => one.id))
  const changes: ChangeSet = { added: [], changed, aboutChanged: [], restored: [], rebound: [], missing: [], unchanged: [] } // prettier-ignore
  const lookAgainAt = await subjectsToLookAt(school.db, new Date(input.at))
  const applied = await applyRead(deps, settling, {
    changes,
    arrivals: changed.map(({ arrival }) => arrival),
    retired: { records: [], numbersToo: false },
    reused: [],
    stated: await leavings(settling, {
      changes,
      kept: [],
      departures: [],
      retired: { records: [], numbersToo: false },
      askedAgain: lookAgainAt,
    }),
    lookAgainAt,
    unchanged: tally(held.filter(({ id, absent }) => !absent && !touched.has(id))),
    refusedItems: read.refusedItems,
    isWhole: false,
    ahead: new Map(),
    waiting: [],
    factsOnly: new Set(),
    holds: null,
  })
  const completeness = { ...proofOf(settling, read), refusedPeople: {}, unknownGroups: 0, changedSince }
  const next = { ...mark, at: input.at, source: read.mark, wholeOn: earlier(mark.wholeOn, read.nextStart) }
  return { ...applied, completeness, verdict: { apply: true }, mark: next }
}
