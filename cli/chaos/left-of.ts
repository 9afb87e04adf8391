import { sql } from 'kysely'
import type { WorkerDependencies } from '../../workers/dependencies.js'

const tables = sql<{ name: string }>`
  select table_name as name from information_schema.tables where table_schema = 'public'`

/** How many rows of a school's database speak of somebody in any way, by looking at all of it; the feed's `erased` is one of them. */
export async function rowsNaming({ schools }: WorkerDependencies, school: string, subject: string): Promise<number> {
  const { db } = await schools.open(school)
  let rows = 0
  for (const { name } of (await tables.execute(db)).rows) {
    const found = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(name)} t where strpos(t::text, ${subject}) > 0`.execute(db)
    rows += found.rows[0]?.count ?? 0
  }
  return rows
}
