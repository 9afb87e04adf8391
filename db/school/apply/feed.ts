import type { Arrival } from '../../../pipeline/digest.js'
import type { Held } from '../../../pipeline/compare.js'
import type { ChangeKind, ChangeOp } from '../change.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import type { MembershipMove } from './memberships.js'
import { isPerson } from './plan.js'
import type { ApplyPlan } from './plan.js'

const columns = ['at', 'op', 'kind', 'record_id', 'subject_id', 'effective_from', 'run_id']

/**
 * Tells the application what happened, in the transaction in which it happened. That people left or came back is told with their dates:
 * what decides it is the law, not the list.
 */
export async function writeFeed(
  trx: SchoolTransaction,
  plan: ApplyPlan,
  moves: readonly MembershipMove[],
): Promise<void> {
  const { added, changed, restored, missing } = plan.changes
  const back = new Set(restored.map(({ held }) => held.id))
  const rows = [
    ...added.map((arrival) => recordEntry(plan, 'added', arrival, plan.idOf(arrival))),
    ...changed
      .filter(({ held }) => !back.has(held.id))
      .map(({ held, arrival }) => recordEntry(plan, 'changed', arrival, held.id)),
    ...missing.filter((held) => !isPerson(held)).map((held) => recordEntry(plan, 'removed', held, held.id)),
    ...moves.map(({ op, groupId, subjectId }) => entry(plan, op, 'membership', groupId, subjectId)),
  ]
  await trx.copy('change', columns, rows)
}

function recordEntry(plan: ApplyPlan, op: ChangeOp, one: Arrival | Held, id: string): CopyRow {
  return entry(plan, op, one.kind, id, isPerson(one) ? id : null)
}

function entry(plan: ApplyPlan, op: ChangeOp, kind: ChangeKind, recordId: string, subjectId: string | null): CopyRow {
  return [plan.at, op, kind, recordId, subjectId, op === 'removed' ? plan.at : null, plan.runId]
}
