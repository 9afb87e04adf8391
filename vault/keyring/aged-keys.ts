import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { KeyringDatabase } from './database.js'

/**
 * The subjects whose keys are all older than a day: keys are written before what they seal, and what was to be sealed is written within
 * hours or never. How old a key is this database's own clock says, which made it; it is no day of anybody's.
 */
export async function agedSubjects(db: Kysely<KeyringDatabase>, school: string): Promise<readonly string[]> {
  const { rows } = await sql<{ subject: string }>`
    select subject_id::text as subject from key where school_id = ${school} and subject_id is not null
     group by subject_id having max(made_at) < now() - interval '1 day'`.execute(db)
  return rows.map(({ subject }) => subject)
}
