import { sql } from 'kysely'
import type { ItemCode } from '../../../agreement/items.js'
import type { Held } from '../../../pipeline/compare.js'
import type { HoldReason } from '../../../pipeline/wait.js'
import { firstDate, periodOf } from './deadline.js'
import { openHolds } from './hold.js'
import type { HeldOp, Hold, HoldFigures } from './hold.js'
import type { SchoolTransaction } from '../transaction.js'

/** One record that waits, as it is to stand in the store. */
export interface PlannedRow {
  /** Of the row; the same for the same record, whichever run sees it. */
  readonly id: string
  readonly op: HeldOp
  readonly kind: Held['kind']
  readonly refHash: string
  readonly recordId: string
  readonly subjectId: string | null
  readonly base: string
  readonly digest: string
  readonly facts: string
  readonly sealed: Buffer | null
}

/** What is to wait for one reason. `fresh` is what does not stand yet, or stands otherwise; `same` what does, by row. */
export interface PlannedHold {
  readonly id: string
  readonly reason: HoldReason
  readonly item: ItemCode | null
  readonly words: string
  readonly figures: HoldFigures
  readonly fresh: readonly PlannedRow[]
  readonly same: readonly string[]
}

export interface Keeping {
  readonly planned: readonly PlannedHold[]
  readonly runId: string
  readonly at: Date
}

/**
 * Brings what waits in line with what a whole read brought: what it does not show any more waits no longer, what it shows otherwise is staged
 * anew, and what stands as it stood is not touched. A hold of which nothing is left has vanished with its cause. Answers the people whose
 * absence has begun to wait, or waits no more: their dates have to be looked at.
 */
export async function keepHolds(trx: SchoolTransaction, { planned, runId, at }: Keeping): Promise<readonly string[]> {
  const open = await openHolds(trx.db)
  const kept = new Set(planned.map(({ id }) => id))
  const gone = open.filter(({ id }) => !kept.has(id))
  const freed = await freeAll(trx, gone)
  await closeAll(trx, gone, 'vanished', at)
  const moved = [...freed]
  for (const hold of planned) {
    const before = open.find(({ id }) => id === hold.id)
    if (before === undefined) await openHold(trx, hold, runId, at)
    const over = await freeExcept(trx, hold)
    await stage(trx, hold)
    if (before && (over.length > 0 || hold.fresh.length > 0)) await restate(trx, hold, runId)
    moved.push(...over, ...(await holdAbsent(trx, hold)))
  }
  return [...new Set(moved)]
}

/** Once dates are known: until when each hold waits. That of an absence is the first date of those who are absent. */
export async function dateHolds(trx: SchoolTransaction, leadMs: number): Promise<void> {
  const first = firstDate(leadMs)
  await sql`update hold h set due_at = ${first} where state = 'open' and due_at <> ${first}`.execute(trx.db)
}

async function openHold(trx: SchoolTransaction, hold: PlannedHold, runId: string, at: Date): Promise<void> {
  const { id, reason, item, words, figures } = hold
  const due = new Date(at.getTime() + periodOf(reason))
  const row = { id, reason, item, words, figures: JSON.stringify(figures), run_id: runId, opened_at: at, due_at: due }
  await trx.db.insertInto('hold').values(row).execute()
}

async function restate(trx: SchoolTransaction, { id, words, figures }: PlannedHold, runId: string): Promise<void> {
  await trx.db
    .updateTable('hold')
    .set({ words, figures: JSON.stringify(figures), run_id: runId })
    .where('id', '=', id)
    .execute()
}

async function stage(trx: SchoolTransaction, { id, fresh }: PlannedHold): Promise<void> {
  if (fresh.length === 0) return
  const column = <Key extends keyof PlannedRow>(key: Key) => fresh.map((row) => row[key])
  const refs = fresh.map(({ refHash }) => Buffer.from(refHash, 'hex'))
  await sql`
    insert into held_change (id, hold_id, op, kind, record_id, ref_hmac, subject_id, base, digest, facts, sealed)
    select n.id, ${id}, n.op, n.kind, n.record, n.ref, n.subject, n.base, n.digest, n.facts, n.sealed
      from unnest(${column('id')}::uuid[], ${column('op')}::text[], ${column('kind')}::text[], ${column('recordId')}::uuid[],
                  ${refs}::bytea[], ${column('subjectId')}::uuid[], ${column('base')}::text[], ${column('digest')}::text[], ${column('facts')}::text[],
                  ${column('sealed')}::bytea[]) as n(id, op, kind, record, ref, subject, base, digest, facts, sealed)
    on conflict (record_id) do update set
      hold_id = excluded.hold_id, op = excluded.op, ref_hmac = excluded.ref_hmac, base = excluded.base, digest = excluded.digest,
      facts = excluded.facts, sealed = excluded.sealed,
      decision = null, instruction = null, is_over = false`.execute(trx.db)
}

/** Lets go of rows that a hold no longer has. Answers the absent among them. */
async function freeExcept(trx: SchoolTransaction, { id, fresh, same }: PlannedHold): Promise<readonly string[]> {
  const stay = [...fresh.map((row) => row.id), ...same]
  const { rows } = await sql<{ id: string }>`
    update held_change set is_over = true where hold_id = ${id} and not is_over and id <> all(${stay}::uuid[])
    returning record_id as id`.execute(trx.db)
  return freed(trx, rows)
}

async function freeAll(trx: SchoolTransaction, holds: readonly Hold[]): Promise<readonly string[]> {
  if (holds.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    update held_change set is_over = true where hold_id = any(${holds.map(({ id }) => id)}::uuid[]) and not is_over
    returning record_id as id`.execute(trx.db)
  return freed(trx, rows)
}

async function freed(trx: SchoolTransaction, records: readonly { readonly id: string }[]): Promise<readonly string[]> {
  if (records.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    update subject set held_in = null where id = any(${records.map(({ id }) => id)}::uuid[]) and held_in is not null
    returning id`.execute(trx.db)
  return rows.map(({ id }) => id)
}

/** Absences that wait are noted with the person, whom the reads of everybody else ask. */
async function holdAbsent(trx: SchoolTransaction, { id }: PlannedHold): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    update subject s set held_in = ${id} from held_change c
     where c.hold_id = ${id} and c.op = 'removed' and not c.is_over and c.record_id = s.id and s.held_in is distinct from ${id}
    returning s.id`.execute(trx.db)
  return rows.map((row) => row.id)
}

export async function closeAll(
  trx: SchoolTransaction,
  holds: readonly Pick<Hold, 'id'>[],
  state: Exclude<Hold['state'], 'open'>,
  at: Date,
): Promise<void> {
  const ids = holds.map(({ id }) => id)
  if (ids.length === 0) return
  await sql`update hold set state = ${state}, closed_at = ${at} where id = any(${ids}::uuid[])`.execute(trx.db)
}
