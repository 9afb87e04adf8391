import { sql } from 'kysely'
import type { OpenSchool } from '../pools.js'
import { schoolTransaction } from '../transaction.js'

/**
 * Removes all marks of a school and the feed's entries about them, whose keys are gone already; one entry a pupil says so. Answers whether
 * there were any.
 */
export async function stripAttendance(
  { pool }: OpenSchool,
  { because, at }: { because: string; at: Date },
): Promise<void> {
  await schoolTransaction(pool, async (trx) => {
    const { rows } = await sql<{ subject: string }>`
      with gone as (delete from attendance returning subject_id) select distinct subject_id as subject from gone`.execute(
      trx.db,
    )
    if (rows.length === 0) return
    await sql`delete from change where kind = 'attendance'`.execute(trx.db)
    await trx.copy(
      'change',
      ['at', 'op', 'kind', 'record_id', 'subject_id', 'run_id'],
      rows.map(({ subject }) => [at, 'erased', 'attendance', subject, subject, because]),
    )
  })
}
