import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'
import { dropGroups } from '../before/drop-before.js'
import { dropMemberships } from '../strip/drop-memberships.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import { subjectTables } from './subject-tables.js'

/**
 * Removes every row of these people, whose keys are gone already, and leaves the feed's one entry for each: the application has to do the
 * same (design.md §4). A group of which one of them was the only pupil goes with them, for its name may be theirs.
 */
export async function removeRows(
  trx: SchoolTransaction,
  subjects: readonly string[],
  { erasure, at }: { readonly erasure: string; readonly at: Date },
): Promise<void> {
  const { rows } = await sql<{ id: string; kind: string }>`
    select id, kind from subject where id = any(${subjects}::uuid[])`.execute(trx.db)
  await removeGroupsOf(trx, subjects, { erasure, at })
  for (const [table, column] of subjectTables)
    await sql`delete from ${sql.table(table)} where ${sql.ref(column)} = any(${subjects}::uuid[])`.execute(trx.db)
  await trx.copy(
    'change',
    ['at', 'op', 'kind', 'record_id', 'subject_id', 'run_id'],
    rows.map(({ id, kind }) => [at, 'erased', kind, id, id, erasure]),
  )
}

/** Whoever else is in such a group, as its teacher is, is compared anew by the next read: if the source goes on listing it, it is another one. */
async function removeGroupsOf(
  trx: SchoolTransaction,
  subjects: readonly string[],
  { erasure, at }: { readonly erasure: string; readonly at: Date },
): Promise<void> {
  const { rows: groups } = await sql<{ id: string }>`
    delete from record where kind = 'group' and subject_id = any(${subjects}::uuid[]) returning id`.execute(trx.db)
  const ids = groups.map(({ id }) => id)
  await dropGroups(trx, ids)
  const inThem = sql<boolean>`group_id = any(${ids}::uuid[]) and not (subject_id = any(${subjects}::uuid[]))`
  const dropped = (await dropMemberships(trx, inThem, at)).filter(({ held }) => held)
  await trx.copy(
    'change',
    ['at', 'op', 'kind', 'record_id', 'subject_id', 'effective_from', 'run_id'],
    [
      ...ids.map((id): CopyRow => [at, 'removed', 'group', id, null, at, erasure]),
      ...dropped.map(({ group, subject }): CopyRow => [at, 'removed', 'membership', group, subject, at, erasure]),
    ],
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
