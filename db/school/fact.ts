import type { Kysely } from 'kysely'
import type { SchoolDatabase } from './database.js'

export type FactName = 'enrolmentStatus' | 'spell' | 'classYear'

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
}

/** The latest fact of each name that is known of these people. */
export async function latestFacts(
  db: Kysely<SchoolDatabase>,
  subjects: readonly string[],
): Promise<readonly SealedFact[]> {
  if (subjects.length === 0) return []
  const rows = await db
    .selectFrom('fact')
    .distinctOn(['subject_id', 'what'])
    .select(['subject_id', 'what', 'sealed'])
    .where('subject_id', 'in', subjects)
    .orderBy('subject_id')
    .orderBy('what')
    .orderBy('learned_at', 'desc')
    .execute()
  return rows.map((row) => ({ subjectId: row.subject_id, what: row.what, sealed: row.sealed }))
}
