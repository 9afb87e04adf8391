import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'
import { lives } from './living-schools.js'

/** Schools with a database that is there to stay for a while, in the order of their ids. */
export async function sweptSchools(
  db: Kysely<ControlDatabase>,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from school where id > ${after} and ${isThere} order by id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Whether a school is one of them still: one that failed may just have been ended. */
export async function isSwept(db: Kysely<ControlDatabase>, school: string): Promise<boolean> {
  const { rows } = await sql`select from school where id = ${school} and ${isThere}`.execute(db)
  return rows.length > 0
}

const isThere = sql<boolean>`${lives} and accepted_version is not null
  and exists (select from provision_step p where p.school_id = school.id and p.step = 'open')`
