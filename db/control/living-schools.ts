import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'

/** A school has a lifecycle from its registration on, until its keys go. */
export const lives = sql<boolean>`phase <> 'ended' and not exists (
  select from termination t where t.school_id = school.id and t.taken_back_at is null and t.keys_go_at is not null)`

export async function countLiving(db: Kysely<ControlDatabase>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from school where ${lives}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Schools that must have a lifecycle; who was registered at this moment may not have been listed yet. */
export async function livingSchools(db: Kysely<ControlDatabase>, at: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from school where ${lives} and registered_at < ${at}::timestamptz - interval '1 minute' order by id`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/** Of these, the schools that must have none: there is no such school, or it has ended. One whose keys go is ending its own. */
export async function strangersAmong(
  db: Kysely<ControlDatabase>,
  schools: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${schools}::text[]) as listed (id)
     where not exists (select from school where school.id = listed.id and phase <> 'ended') order by id`.execute(db)
  return rows.map(({ id }) => id)
}
