import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { OpenKey } from '../open-key.js'
import type { KeyringDatabase, SchoolPart } from './database.js'
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

/** Whose key it is. Only for `part`: who may open a school's payloads may not by that open its pupils. */
export async function schoolOfKey(
  db: Kysely<KeyringDatabase>,
  id: string,
  part: SchoolPart,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('key')
    .select('school_id')
    .where('id', '=', id)
    .where('part', '=', part)
    .executeTakeFirst()
  return row?.school_id
}
