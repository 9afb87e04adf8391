import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ChangeKind, ChangeOp } from '../change.js'
import type { SchoolDatabase } from '../database.js'

/** What a run told of one record, or of one membership: all that an undo knows of it. */
export interface RunEntry {
  readonly op: ChangeOp
  readonly kind: ChangeKind
  readonly recordId: string
  readonly subjectId: string | null
  /** The London day on which it was written: memberships that ended then ended by it. */
  readonly day: string
  readonly before: Buffer | null
  readonly beforeRef: Buffer | null
}

/** What a run told of people, groups and memberships, the newest first. Marks, results and pictures are not undone. */
export async function entriesOf(db: Kysely<SchoolDatabase>, run: string): Promise<readonly RunEntry[]> {
  const { rows } = await sql<RunEntry>`
    select op, kind, record_id as "recordId", subject_id as "subjectId", before, before_ref as "beforeRef",
           to_char(at at time zone 'Europe/London', 'YYYY-MM-DD') as day
      from change where run_id = ${run} and kind in ('group', 'pupil', 'staff', 'membership')
     order by seq desc`.execute(db)
  return rows
}

export interface Left {
  readonly kind: ChangeKind
  readonly count: number
}

/** Of what a run changed, how much the undo of it did not: counted from the feed, so that a second attempt counts the same. */
export async function leftAlone(
  db: Kysely<SchoolDatabase>,
  { of, runId }: { readonly of: string; readonly runId: string },
): Promise<readonly Left[]> {
  const { rows } = await sql<Left>`
    select kind, count(*)::int as count
      from (select distinct kind, record_id, subject_id from change where run_id = ${of} and op <> 'erased') c
     where not exists (select from change u where u.run_id = ${runId} and u.kind = c.kind and u.record_id = c.record_id
                                             and u.subject_id is not distinct from c.subject_id)
     group by kind`.execute(db)
  return rows
}
