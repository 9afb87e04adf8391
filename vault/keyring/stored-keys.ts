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
