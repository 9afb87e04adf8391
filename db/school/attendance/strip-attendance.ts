import { sql } from 'kysely'
import { writeItemLines } from '../item-line.js'
import type { ItemLine } from '../item-line.js'
import type { OpenSchool } from '../pools.js'
import { schoolTransaction } from '../transaction.js'

export interface StrippedMarks {
  readonly at: Date
  /** The evidence of their going, but for how many they were. */
  readonly line: Omit<ItemLine, 'held'>
}

/** Removes all marks of a school and the feed's entries about them, whose keys are gone already; one entry a pupil says so. */
export async function stripAttendance({ pool }: OpenSchool, { at, line }: StrippedMarks): Promise<void> {
  await schoolTransaction(pool, async (trx) => {
    const { rows } = await sql<{ subject: string; weeks: number }>`
      with gone as (delete from attendance returning subject_id)
      select subject_id as subject, count(*)::int as weeks from gone group by 1`.execute(trx.db)
    if (rows.length === 0) return
    await writeItemLines(trx.db, [{ ...line, held: rows.reduce((sum, { weeks }) => sum + weeks, 0) }])
    await sql`delete from change where kind = 'attendance'`.execute(trx.db)
    await trx.copy(
      'change',
      ['at', 'op', 'kind', 'record_id', 'subject_id', 'run_id'],
      rows.map(({ subject }) => [at, 'erased', 'attendance', subject, subject, `instruction-${line.instruction ?? 0}`]),
    )
  })
}
