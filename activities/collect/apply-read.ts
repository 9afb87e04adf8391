import type { ItemCode } from '../../agreement/items.js'
import { isFedByUploads } from '../../connectors/oneroster/settings.js'
import { applyPlan, changesAnything } from '../../db/school/apply/apply.js'
import type { ApplyPlan, StatedLeaving } from '../../db/school/apply/plan.js'
import { countChanges } from '../../db/school/change.js'
import { lapse } from '../../db/school/school-question.js'
import { refKey } from '../../pipeline/assign.js'
import type { ChangeSet, Match } from '../../pipeline/compare.js'
import type { Arrival } from '../../pipeline/digest.js'
import { keyedId } from '../../vault/keyed-hash.js'
import type { ActivityDependencies } from '../dependencies.js'
import { decideFor } from '../time/decide.js'
import { keepSchoolTimes } from '../time/keep-school-times.js'
import type { CollectResult } from './collect.js'
import { tellConflicts } from './conflicts.js'
import { countsOf } from './count.js'
import type { Met } from './meet.js'
import { place, planApply } from './plan.js'
import type { Reading } from './read.js'
import type { Settling } from './settle.js'

export interface Applying {
  readonly changes: ChangeSet
  /** Everybody and everything that came and is not kept out. */
  readonly arrivals: readonly Arrival[]
  readonly retired: ApplyPlan['retired']
  /** Ids that the source gave to somebody else. */
  readonly reused: Met['reused']
  readonly stated: ReadonlyMap<string, StatedLeaving>
  readonly lookAgainAt: readonly string[]
  readonly unchanged: Readonly<Record<string, number>>
  readonly refusedItems: Reading['refusedItems']
  readonly isWhole: boolean
  /** People whose first day the read moves ahead, by record. */
  readonly ahead: ReadonlyMap<string, string>
  /** People and groups who are here, and whose changes wait. */
  readonly waiting: readonly Match[]
  /** Of these only what the rules of time need is learned: their changes wait, or were refused. By record. */
  readonly factsOnly: ReadonlySet<string>
  readonly holds: ApplyPlan['holds']
}

/** Applies what a read brought, in one transaction of the school's, and brings what control knows of the school's times up to date. */
export async function applyRead(deps: ActivityDependencies, settling: Settling, applying: Applying) {
  const { input: run, terms, school, keys, today, withheld } = settling
  const { changes, arrivals, retired, reused, isWhole, stated, lookAgainAt, holds, waiting, factsOnly, ahead } =
    applying
  const at = new Date(run.at)
  const decide = decideFor(terms.school, terms.law, at, isWhole ? at : terms.school.last_whole_read_at)
  const changed = changesAnything(changes)
  // Who waits is there already, though nothing of the change set is done to them.
  const known = new Map(waiting.map(({ held, arrival }) => [refKey(arrival), held.id]))
  const newId = ({ kind, refHash }: Arrival) => keyedId(keys.lookup, 'id', run.run, kind, refHash)
  const input = { school: run.school, runId: run.run, at: run.at, today, changes, keys, decide, lookAgainAt, stated, withheld, retired, factsOnly, holds, ahead } // prettier-ignore
  if (changed || lookAgainAt.length > 0 || holds || ahead.size > 0)
    await applyPlan(school.pool, await planApply(deps, input, place(keys, { changes, arrivals, newId, known })))
  if (isWhole) await lapse(school.db, 'noWholeRead')
  if (isWhole) await tellConflicts(school.db, { arrivals, reused, at })
  await keepSchoolTimes(deps, run.school, at)
  const ops = (await countChanges(school.db, run.run)).filter(({ kind }) => !isFurther.has(kind))
  const state = changed || ops.length > 0 ? 'applied' : 'nothingToDo'
  return {
    state,
    counts: countsOf(ops, applying.unchanged, applying.refusedItems),
    further: furtherOf(settling),
  } as const
}

/** What has an activity of its own is counted there. */
const isFurther: ReadonlySet<string> = new Set(['attendance', 'result', 'photo'])

/** What is asked for where it is granted to us and shared there, and not otherwise (R02, R03); and a file that was read, to be destroyed. */
function furtherOf({ terms, vigil, permissions, source }: Settling): CollectResult['further'] {
  const isShared = (item: ItemCode) => vigil.grant().items.has(item) && permissions.permitted.has(item)
  return [
    ...(isFedByUploads(terms.binding.settings) ? (['uploads'] as const) : []),
    ...(source.marks && isShared('pupil.attendance') ? (['attendance'] as const) : []),
    ...(source.assessment && isShared('pupil.assessments') ? (['results'] as const) : []),
    ...(source.photos && isShared('pupil.photo') ? (['photos'] as const) : []),
  ]
}
