import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'
import type { SchoolTransaction } from '../transaction.js'
import { subjectTables } from './subject-tables.js'

/**
 * Removes every row of these people, whose keys are gone already, and leaves the feed's one entry for each: the application has to do the
 * same (design.md §4).
 */
export async function removeRows(
  trx: SchoolTransaction,
  subjects: readonly string[],
  { erasure, at }: { readonly erasure: string; readonly at: Date },
): Promise<void> {
  const { rows } = await sql<{ id: string; kind: string }>`
    select id, kind from subject where id = any(${subjects}::uuid[])`.execute(trx.db)
  for (const [table, column] of subjectTables)
    await sql`delete from ${sql.table(table)} where ${sql.ref(column)} = any(${subjects}::uuid[])`.execute(trx.db)
  await trx.copy(
    'change',
    ['at', 'op', 'kind', 'record_id', 'subject_id', 'run_id'],
    rows.map(({ id, kind }) => [at, 'erased', kind, id, id, erasure]),
  )
}

/** How many rows of these people are left, the feed's entries that say so apart: nothing, or the erasure is not done. */
export async function rowsLeft(db: Kysely<SchoolDatabase>, subjects: readonly string[]): Promise<number> {
  let left = 0
  for (const [table, column] of subjectTables) {
    const told = table === 'change' ? sql`op <> 'erased'` : sql`true`
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)} where ${sql.ref(column)} = any(${subjects}::uuid[]) and ${told}`.execute(
      db,
    )
    left += rows[0]?.count ?? 0
  }
  return left
}
