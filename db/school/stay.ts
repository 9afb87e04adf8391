import { sql } from 'kysely'
import type { Generated, Kysely, Selectable } from 'kysely'
import type { SchoolDatabase } from './database.js'

/** An instruction that pauses an erasure (K18). It moves no date. */
export interface StayTable {
  id: Generated<string>
  subject_id: string
  kind: 'sar' | 'restriction' | 'legal'
  from_at: Date
  /** A London day. */
  review_by: string
  ended_at: Date | null
  instruction: number
}

export async function staysOf(
  db: Kysely<SchoolDatabase>,
  subjects: readonly string[],
): Promise<readonly Selectable<StayTable>[]> {
  return db
    .selectFrom('stay')
    .selectAll()
    .where(({ eb }) => eb('subject_id', '=', sql<string>`any(${subjects}::uuid[])`))
    .orderBy('from_at')
    .execute()
}
