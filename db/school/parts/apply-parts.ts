import { sql } from 'kysely'
import type pg from 'pg'
import type { ArrivedPart, PartChanges, PartMatch, PartName } from '../../../pipeline/parts/compare-parts.js'
import type { OpenKey } from '../../../vault/open-key.js'
import { refuseGone } from '../apply/refuse-gone.js'
import { HeldChangedMeanwhile } from '../apply/update.js'
import type { ChangeOp } from '../change.js'
import { schoolTransaction } from '../transaction.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import { kindOfPart } from './part.js'
import { sealPart } from './part-document.js'

/** Everything one apply of parts needs, decided before its transaction begins. */
export interface PartPlan<Content> {
  readonly runId: string
  readonly at: Date
  readonly changes: PartChanges<Content>
  readonly idOf: (name: PartName) => string
  readonly keyOf: (name: PartName) => OpenKey
  /** What is sealed of content. */
  readonly plain: (content: Content) => Uint8Array | string
}

/** Applies what differs, with its feed, in one transaction: all of it or nothing. */
export async function applyParts<Content>(pool: pg.Pool, plan: PartPlan<Content>): Promise<void> {
  const { added, changed, removed } = plan.changes
  await schoolTransaction(pool, async (trx) => {
    await refuseGone(trx, [...added, ...changed.map(({ held }) => held)])
    await trx.copy(
      'part',
      ['id', 'subject_id', 'part', 'digest', 'sealed', 'run_id', 'updated_at'],
      added.map((one) => rowOf(one, plan)),
    )
    await updateParts(trx, plan, changed)
    const gone = removed.map(({ id }) => id)
    if (gone.length > 0) await sql`delete from part where id = any(${gone}::uuid[])`.execute(trx.db)
    await trx.copy(
      'change',
      ['at', 'op', 'kind', 'record_id', 'subject_id', 'effective_from', 'run_id'],
      [
        ...added.map((one) => entry(plan, 'added', plan.idOf(one), one)),
        ...changed.map(({ held }) => entry(plan, 'changed', held.id, held)),
        ...removed.map((held) => entry(plan, 'removed', held.id, held)),
      ],
    )
  })
}

function rowOf<Content>(arrived: ArrivedPart<Content>, plan: PartPlan<Content>): CopyRow {
  const sealed = sealPart(plan.keyOf(arrived), arrived, plan.plain(arrived.content))
  const digest = Buffer.from(arrived.digest, 'hex')
  return [plan.idOf(arrived), arrived.subject, arrived.part, digest, sealed, plan.runId, plan.at]
}

async function updateParts<Content>(
  trx: SchoolTransaction,
  plan: PartPlan<Content>,
  matches: readonly PartMatch<Content>[],
): Promise<void> {
  if (matches.length === 0) return
  const rows = matches.map(({ held, arrived }) => ({
    id: held.id,
    base: Buffer.from(held.digest, 'hex'),
    digest: Buffer.from(arrived.digest, 'hex'),
    sealed: sealPart(plan.keyOf(held), held, plan.plain(arrived.content)),
  }))
  const column = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key])
  const { numAffectedRows } = await sql`
    update part p set digest = n.digest, sealed = n.sealed, run_id = ${plan.runId}, updated_at = ${plan.at}
      from unnest(${column('id')}::uuid[], ${column('base')}::bytea[], ${column('digest')}::bytea[], ${column('sealed')}::bytea[])
           as n(id, base, digest, sealed)
     where p.id = n.id and p.digest = n.base`.execute(trx.db)
  if (Number(numAffectedRows) !== rows.length) throw new HeldChangedMeanwhile('A part changed while it was compared.')
}

function entry<Content>(
  { at, runId }: PartPlan<Content>,
  op: ChangeOp,
  id: string,
  { subject, part }: PartName,
): CopyRow {
  return [at, op, kindOfPart(part), id, subject, op === 'removed' ? at : null, runId]
}
