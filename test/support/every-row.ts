import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** Every row of every table of a database, as one text: what is looked for in it is in none of them. */
export async function everyRow<Tables>(db: Kysely<Tables>): Promise<string> {
  const { rows: tables } = await sql<{ readonly name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(db)
  const lines: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ readonly line: string }>`select t::text as line from ${sql.table(name)} t`.execute(db)
    lines.push(...rows.map(({ line }) => line))
  }
  return lines.join('\n')
}
