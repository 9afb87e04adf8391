import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { FactName } from '../../agreement/retention/known-person.js'
import type { SchoolDatabase } from './database.js'

/** What the rules of time need, sealed with the person; never served. Each change is a new row: the rules ask what was known when. */
export interface FactTable {
  subject_id: string
  what: FactName
  learned_at: Date
  sealed: Buffer
}

export interface SealedFact {
  readonly subjectId: string
  readonly what: FactName
  readonly sealed: Buffer
  readonly learnedAt: Date
}

/** All that was learned of these people, in the order in which it was. */
export async function factsOf(db: Kysely<SchoolDatabase>, subjects: readonly string[]): Promise<readonly SealedFact[]> {
  if (subjects.length === 0) return []
  const rows = await db
    .selectFrom('fact')
    .selectAll()
    .where(({ eb }) => eb('subject_id', '=', sql<string>`any(${subjects}::uuid[])`))
    .orderBy('learned_at')
    .orderBy('what')
    .execute()
  return rows.map(toSealed)
}

const toSealed = (row: Selectable<FactTable>): SealedFact => ({
  subjectId: row.subject_id,
  what: row.what,
  sealed: row.sealed,
  learnedAt: row.learned_at,
})
