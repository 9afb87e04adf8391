import { sql } from 'kysely'
import type { Generated, Kysely } from 'kysely'
import type { SchoolDatabase } from './database.js'

export type ChangeOp = 'added' | 'changed' | 'removed' | 'restored' | 'erased'
export type ChangeKind = 'group' | 'staff' | 'pupil' | 'membership' | 'attendance' | 'result' | 'photo'

/**
 * The feed. For a membership `record_id` is the group and `subject_id` the person. Somebody who is new brings their memberships along:
 * those have no entries of their own. For attendance `record_id` is a week's; `erased` with the pupil's own id there says that all the
 * weeks of earlier school years are gone. For a result it is a pupil's results in one aspect.
 */
export interface ChangeTable {
  seq: Generated<number>
  at: Date
  op: ChangeOp
  kind: ChangeKind
  record_id: string
  subject_id: string | null
  /** From when a removal holds; it may lie ahead. */
  effective_from: Date | null
  run_id: string
  /** Of an erasure: since when every application has followed it. */
  acknowledged_at: Generated<Date | null>
  /**
   * The sealed document that the run replaced, or took away, as it was: under the same key. For seven days, so that the run can be undone,
   * and never for a reader of the feed (docs/decisions/0185).
   */
  before: Generated<Buffer | null>
  /** Of a group that was taken away: the keyed hash of its id at the source. */
  before_ref: Generated<Buffer | null>
}

/** Up to where a reader has done the same. */
export interface AcknowledgementTable {
  reader: string
  up_to_seq: number
  at: Date
}

export interface Change {
  readonly seq: number
  readonly at: Date
  readonly op: ChangeOp
  /** `school` in the one entry that is left of a feed when its school has ended. */
  readonly kind: ChangeKind | 'school'
  readonly recordId: string
  readonly subjectId: string | null
  readonly from: Date | null
  readonly runId: string
}

export async function listChanges(
  db: Kysely<SchoolDatabase>,
  after: number,
  limit: number,
): Promise<readonly Change[]> {
  const rows = await db
    .selectFrom('change')
    .select(['seq', 'at', 'op', 'kind', 'record_id', 'subject_id', 'effective_from', 'run_id'])
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    op: row.op,
    kind: row.kind,
    recordId: row.record_id,
    subjectId: row.subject_id,
    from: row.effective_from,
    runId: row.run_id,
  }))
}

/** The highest entry there is; 0 for an empty feed. */
export async function lastSeq(db: Kysely<SchoolDatabase>): Promise<number> {
  const row = await db.selectFrom('change').select(db.fn.max<number | null>('seq').as('last')).executeTakeFirst()
  return row?.last ?? 0
}

/** Moves a reader's acknowledgement forward, never back. */
export async function acknowledge(
  db: Kysely<SchoolDatabase>,
  reader: string,
  upToSeq: number,
  at: Date,
): Promise<void> {
  await db
    .insertInto('acknowledgement')
    .values({ reader, up_to_seq: upToSeq, at })
    .onConflict((conflict) =>
      conflict
        .column('reader')
        .doUpdateSet({ up_to_seq: upToSeq, at })
        .where('acknowledgement.up_to_seq', '<', upToSeq),
    )
    .execute()
}

export interface OpCount {
  readonly kind: ChangeKind
  readonly op: ChangeOp
  readonly count: number
}

/**
 * What a run changed, counted from the feed itself: an attempt that was killed after its commit is counted as fully as one that was not.
 * Memberships of people the run added have no entries and are counted from the table.
 */
export async function countChanges(db: Kysely<SchoolDatabase>, runId: string): Promise<readonly OpCount[]> {
  const { rows } = await sql<OpCount>`
    select kind, op, count(*) as count from change where run_id = ${runId} group by kind, op
    union all
    select 'membership', 'added', count(*) from change c join membership m on m.subject_id = c.subject_id
     where c.run_id = ${runId} and c.op = 'added' and c.kind in ('pupil', 'staff')
       and not exists (select 1 from change d where d.run_id = c.run_id and d.kind = 'membership'
                          and d.subject_id = m.subject_id and d.record_id = m.group_id)
    having count(*) > 0`.execute(db)
  return rows
}
