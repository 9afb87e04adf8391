import type { Arrival } from '../../../pipeline/digest.js'
import type { Held, Match } from '../../../pipeline/compare.js'
import type { ChangeKind, ChangeOp } from '../change.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import type { MembershipMove } from './memberships.js'
import { isPerson } from './plan.js'
import type { ApplyPlan } from './plan.js'

const columns = ['at', 'op', 'kind', 'record_id', 'subject_id', 'effective_from', 'run_id', 'before', 'before_ref']

/** What an apply did, as far as the plan does not say it. */
export interface Done {
  readonly moves: readonly MembershipMove[]
  /** By record, the sealed bytes that were replaced. */
  readonly replaced: ReadonlyMap<string, Buffer>
  /** Groups that are gone, by record. */
  readonly dropped: ReadonlyMap<string, Replaced>
}

/** What was there before, for whoever undoes the run: sealed as it was. */
export interface Replaced {
  readonly sealed: Buffer
  /** Of a group that is gone. */
  readonly ref: Buffer | null
}

/**
 * Tells the application what happened, in the transaction in which it happened. That people left or came back is told with their dates:
 * what decides it is the law, not the list.
 */
export async function writeFeed(
  trx: SchoolTransaction,
  plan: ApplyPlan,
  { moves, replaced, dropped }: Done,
): Promise<void> {
  const { added, changed, missing } = plan.changes
  const rewritten = new Map([...changed, ...plan.resealed.filter(saysOtherwise)].map((match) => [match.held.id, match]))
  const rows = [
    ...added.map((arrival) => recordEntry(plan, 'added', arrival, plan.idOf(arrival))),
    ...[...rewritten].map(([id, { arrival }]) => {
      const sealed = replaced.get(id)
      return recordEntry(plan, 'changed', arrival, id, sealed && { sealed, ref: null })
    }),
    ...missing
      .filter((held) => !isPerson(held))
      .map((held) => recordEntry(plan, 'removed', held, held.id, dropped.get(held.id))),
    ...moves.map(({ op, groupId, subjectId }) => entry(plan, op, 'membership', groupId, subjectId)),
  ]
  await trx.copy('change', columns, rows)
}

/** A group whose new name was refused takes it all the same when it gets another key: what seals it anew has no other. */
const saysOtherwise = ({ held, arrival }: Match) => held.digest !== arrival.digest

function recordEntry(plan: ApplyPlan, op: ChangeOp, one: Arrival | Held, id: string, before?: Replaced): CopyRow {
  return entry(plan, op, one.kind, id, isPerson(one) ? id : null, before)
}

function entry(
  plan: ApplyPlan,
  op: ChangeOp,
  kind: ChangeKind,
  recordId: string,
  subjectId: string | null,
  before?: Replaced,
): CopyRow {
  const from = op === 'removed' ? plan.at : null
  return [plan.at, op, kind, recordId, subjectId, from, plan.runId, before?.sealed ?? null, before?.ref ?? null]
}
