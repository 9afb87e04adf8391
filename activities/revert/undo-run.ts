import { londonDay } from '../../agreement/calendar.js'
import { factsOfPerson, isWithdrawn } from '../../agreement/retention/known-person.js'
import type { KnownPerson } from '../../agreement/retention/known-person.js'
import { isLeavingStated } from '../../agreement/retention/leaving.js'
import { findRun, peopleTold } from '../../db/control/run.js'
import type { Counts, CountsByKind, Run } from '../../db/control/run.js'
import { knownSchool } from '../../db/control/school.js'
import { countChanges } from '../../db/school/change.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { leftAlone } from '../../db/school/revert/entries.js'
import { revertRun } from '../../db/school/revert/revert.js'
import type { Reverting } from '../../db/school/revert/reverting.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import { canonical } from '../../pipeline/canonical.js'
import { contentOf } from '../../pipeline/refused.js'
import { beating } from '../beat.js'
import { countsOf, none } from '../collect/count.js'
import { openSchoolKeys } from '../collect/school-keys.js'
import { loadGrant, loadTerms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure, failure } from '../failures.js'
import { decideFor } from '../time/decide.js'
import { keepSchoolTimes } from '../time/keep-school-times.js'

export interface UndoInput {
  readonly school: string
  /** The run that undoes; which one it undoes stands in its row. */
  readonly run: string
  readonly at: string
}

/** Counts and words; nothing that names a person. */
export interface UndoResult {
  readonly state: 'applied' | 'nothingToDo' | 'refused' | 'failed'
  readonly counts: CountsByKind
  readonly reason?: string
}

export interface UndoActivities {
  /** Undoes what a run applied, in one transaction of the school. Idempotent by run: a second attempt finds what the first did. */
  undoRun(input: UndoInput): Promise<UndoResult>
}

export function undoActivities(deps: ActivityDependencies): UndoActivities {
  return {
    undoRun: (input) =>
      beating(() => undo(deps, input)).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

async function undo(deps: ActivityDependencies, input: UndoInput): Promise<UndoResult> {
  const run = await findRun(deps.control, input.school, input.run)
  const of = run?.reverts ? await findRun(deps.control, input.school, run.reverts) : undefined
  if (!of) throw failure('Unforeseen')
  const opened = await deps.schools.open(input.school)
  const reverting = await revertingOf(deps, input, of)
  const done = await schoolTransaction(opened.pool, (trx) => revertRun(trx, reverting))
  if (!done) return { state: 'refused', counts: {}, reason: 'Somebody whom the run was about was erased before it was undone.' } // prettier-ignore
  await keepSchoolTimes(deps, input.school, reverting.at)
  return resultOf(opened, reverting)
}

async function revertingOf(
  deps: ActivityDependencies,
  { school: id, run, at: now }: UndoInput,
  of: Run,
): Promise<Reverting> {
  const at = new Date(now)
  const [{ school, law }, grant, { hashes }] = await Promise.all([
    loadTerms(deps, id),
    loadGrant(deps, id),
    openSchoolKeys(deps.keyring, id),
  ])
  const factsOf = (person: KnownPerson) => factsOfPerson(knownSchool(school), person, at)
  return {
    school: id,
    runId: run,
    of: of.id,
    redoes: of.reverts,
    counted: peopleTold(of),
    at,
    today: londonDay(at),
    keyring: deps.keyring,
    granted: grant.items,
    digestOf: (kind, items) => hashes.digest('items', kind, canonical(items)),
    contentOf,
    law: {
      decide: decideFor(school, law, at),
      isStated: (person) => isLeavingStated(factsOf(person)),
      isWithdrawn: (person) => isWithdrawn(person, null),
    },
  }
}

/** What was undone, counted from the feed; beside it what the run changed and what stays as it is. */
async function resultOf({ db }: OpenSchool, reverting: Reverting): Promise<UndoResult> {
  const ops = await countChanges(db, reverting.runId)
  const counts: Record<string, Counts> = { ...countsOf(ops, {}, {}) }
  for (const { kind, count } of await leftAlone(db, reverting))
    counts[kind] = { ...none, ...counts[kind], skipped: count }
  return { state: ops.length > 0 ? 'applied' : 'nothingToDo', counts }
}
