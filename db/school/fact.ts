import type { Kysely, Selectable } from 'kysely'
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
  readonly learnedAt: Date
}

/** A fact that was opened: its value is what the source said, parsed. */
export interface LearnedFact {
  readonly what: FactName
  readonly value: unknown
  readonly learnedAt: Date
}

/** All that was learned of one person, in the order in which it was. */
export async function factsOf(db: Kysely<SchoolDatabase>, subject: string): Promise<readonly SealedFact[]> {
  const rows = await db
    .selectFrom('fact')
    .selectAll()
    .where('subject_id', '=', subject)
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

/** The latest fact of each name that is known of these people. */
export async function latestFacts(
  db: Kysely<SchoolDatabase>,
  subjects: readonly string[],
): Promise<readonly SealedFact[]> {
  if (subjects.length === 0) return []
  const rows = await db
    .selectFrom('fact')
    .distinctOn(['subject_id', 'what'])
    .selectAll()
    .where('subject_id', 'in', subjects)
    .orderBy('subject_id')
    .orderBy('what')
    .orderBy('learned_at', 'desc')
    .execute()
  return rows.map(toSealed)
}
