import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { OpenKey } from '../open-key.js'
import type { KeyringDatabase } from './database.js'
import type { Wrapping } from './wrapping.js'

/** The keys that sealed bytes name. One that is gone is not in the answer. */
export async function keysById(
  db: Kysely<KeyringDatabase>,
  school: string,
  ids: readonly string[],
  of: (part: string) => Wrapping,
): Promise<Map<string, OpenKey>> {
  const rows = await db
    .selectFrom('key')
    .select(['id', 'part', 'wrapped'])
    .where('school_id', '=', school)
    .where(({ eb }) => eb('id', '=', sql<string>`any(${ids}::uuid[])`))
    .execute()
  const keys = new Map<string, OpenKey>()
  for (const row of rows) {
    const key = of(row.part).unwrap(row)
    if (key) keys.set(row.id, key)
  }
  return keys
}

export interface HalfReplaced {
  readonly subjects: readonly string[]
  /** Parts of the school's own. */
  readonly parts: readonly string[]
}

/** Whose keys there are several generations of. */
export async function halfReplaced(db: Kysely<KeyringDatabase>, school: string): Promise<HalfReplaced> {
  const { rows } = await sql<{ subject_id: string | null; part: string }>`
    select distinct subject_id, part from key
     where school_id = ${school} and generation > 1 and exists (
       select 1 from key older where older.school_id = key.school_id and older.part = key.part
          and older.subject_id is not distinct from key.subject_id and older.generation < key.generation)`.execute(db)
  return {
    subjects: rows.flatMap(({ subject_id }) => subject_id ?? []),
    parts: rows.flatMap(({ subject_id, part }) => (subject_id === null ? part : [])),
  }
}
