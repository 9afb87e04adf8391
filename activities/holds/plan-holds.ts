import type { Risk } from '../../agreement/guard/guard.js'
import type { HoldFigures, WaitingRow } from '../../db/school/hold/hold.js'
import type { PlannedHold, PlannedRow } from '../../db/school/hold/keep-holds.js'
import { sealStaged } from '../../db/school/hold/staged-record.js'
import { refKey } from '../../pipeline/assign.js'
import { contentOf } from '../../pipeline/refused.js'
import { heldContent } from '../../pipeline/wait.js'
import type { HoldReason, Waiting } from '../../pipeline/wait.js'
import type { OpenKey } from '../../vault/open-key.js'
import { keyedId } from '../../vault/keyed-hash.js'
import type { ActivityDependencies } from '../dependencies.js'
import { madeKey } from '../made-key.js'

export interface PlanningHolds {
  readonly school: string
  readonly runId: string
  readonly lookup: OpenKey
  readonly risks: readonly Risk[]
  readonly waiting: readonly Waiting[]
  readonly waitedBefore: readonly WaitingRow[]
}

/** Makes holds of what waits: one for each reason and item, with what stands already told from what is staged anew, and the keys for that. */
export async function planHolds(
  { keyring }: Pick<ActivityDependencies, 'keyring'>,
  { school, runId, lookup, risks, waiting, waitedBefore }: PlanningHolds,
): Promise<readonly PlannedHold[]> {
  const before = new Map(waitedBefore.map((row) => [row.recordId, row]))
  const newcomers = new Map(waitedBefore.filter(({ op }) => op === 'added').map((row) => [refKey(row), row.recordId]))
  const staged = waiting.map((one) => ({ one, row: rowOf(one, newcomers, { lookup, runId }) }))
  const isSame = ({ one, row }: (typeof staged)[number]) => {
    const there = before.get(row.recordId)
    return there !== undefined && sameReason(there, one) && there.op === row.op && there.base === row.base && there.digest === row.digest && there.facts === row.facts // prettier-ignore
  }
  const toSeal = staged.filter((each) => each.one.op !== 'removed' && !isSame(each)).map(({ row }) => row.recordId)
  const keys = await keyring.makeSubjectKeys(school, toSeal, 'held')
  return byReason(staged).flatMap((own) => {
    const [first] = own
    if (!first) return []
    const { reason, item = null } = first.one
    const open = waitedBefore.find((row) => sameReason(row, first.one))
    return [
      {
        id: open?.hold ?? keyedId(lookup, 'hold', runId, reason, item ?? ''),
        reason,
        item,
        ...said(
          risks.find((risk) => risk.what === reason && (risk.item ?? null) === item),
          own.length,
        ),
        same: own.filter(isSame).map(({ row }) => row.id),
        fresh: own.filter((each) => !isSame(each)).map((each) => sealed(each, keys)),
      },
    ]
  })
}

function byReason<One extends { readonly one: Waiting }>(staged: readonly One[]): readonly (readonly One[])[] {
  const groups = new Map<string, One[]>()
  for (const each of staged) {
    const name = `${each.one.reason} ${each.one.item ?? ''}`
    const group = groups.get(name) ?? []
    groups.set(name, group)
    group.push(each)
  }
  return [...groups.values()]
}

function sameReason(row: { reason: HoldReason; item: string | null }, one: Waiting): boolean {
  return row.reason === one.reason && row.item === (one.item ?? null)
}

type Row = Omit<PlannedRow, 'sealed'>

function rowOf(
  one: Waiting,
  newcomers: ReadonlyMap<string, string>,
  { lookup, runId }: { lookup: OpenKey; runId: string },
): Row {
  const named = one.op === 'removed' ? one.held : one.op === 'changed' ? one.match.held : one.arrival
  const { kind, refHash } = named
  // Somebody who is not here yet keeps the id under which they were staged first: their key bears it.
  const newId = () => newcomers.get(refKey({ kind, refHash })) ?? keyedId(lookup, 'id', runId, kind, refHash)
  const recordId = 'id' in named ? named.id : newId()
  return {
    // Of the record, not of the source's id: that may change while it waits.
    id: keyedId(lookup, 'held', kind, recordId),
    op: one.op,
    kind,
    refHash,
    recordId,
    subjectId: kind === 'group' ? null : recordId,
    base: one.op === 'added' ? '' : heldContent(one.op === 'changed' ? one.match.held : one.held),
    ...saidBy(one),
  }
}

function saidBy(one: Waiting): Pick<Row, 'digest' | 'facts'> {
  if (one.op === 'removed') return { digest: '', facts: '' }
  const arrival = one.op === 'changed' ? one.match.arrival : one.arrival
  return { digest: contentOf(arrival), facts: arrival.kind === 'group' ? '' : arrival.aboutDigest }
}

function sealed({ one, row }: { one: Waiting; row: Row }, keys: ReadonlyMap<string, OpenKey>): PlannedRow {
  if (one.op === 'removed') return { ...row, sealed: null }
  const { record } = one.op === 'changed' ? one.match.arrival : one.arrival
  return { ...row, sealed: sealStaged(madeKey(keys.get(row.recordId)), row.recordId, record) }
}

function said(risk: Risk | undefined, count: number): { readonly words: string; readonly figures: HoldFigures } {
  if (risk) return { words: risk.words, figures: risk.figures }
  const words = `${count} ${count === 1 ? 'change waits' : 'changes wait'} for the school’s yes, as it chose to review them itself.`
  return { words, figures: { of: count, count, percent: 100, limit: 0 } }
}

/** Whether anything of what waits differs from what waited before: a night on which it does not writes nothing. */
export function changesHolds(planned: readonly PlannedHold[], before: readonly WaitingRow[]): boolean {
  const same = planned.reduce((sum, hold) => sum + hold.same.length, 0)
  return same !== before.length || planned.some(({ fresh }) => fresh.length > 0)
}
