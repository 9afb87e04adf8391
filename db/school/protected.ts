import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from './database.js'

/** Of how many of these an instruction stands that would be lost with them: hidden, an item withdrawn, an erasure stayed. */
export async function protectedAmong(db: Kysely<SchoolDatabase>, subjects: readonly string[]): Promise<number> {
  if (subjects.length === 0) return 0
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from subject s
     where s.id = any(${subjects}::uuid[])
       and (s.suppressed_from < 'infinity' or s.withheld <> '{}'
            or exists (select 1 from stay where stay.subject_id = s.id and stay.ended_at is null))`.execute(db)
  return rows[0]?.count ?? 0
}
