import type { Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'

/** A grant that no longer has an item that the one before it had. */
export interface WithdrawnBy {
  readonly version: number
  readonly instruction: number
  readonly grantedAt: Date
}

/** The items that were withdrawn after a version and are not granted now, each with the withdrawal that stands. */
export async function withdrawnSince(
  db: Kysely<ControlDatabase>,
  school: string,
  since: number,
): Promise<ReadonlyMap<string, WithdrawnBy>> {
  const grants = await db
    .selectFrom('item_grant')
    .select(['version', 'items', 'instruction', 'granted_at'])
    .where('school_id', '=', school)
    .where('version', '>=', since)
    .orderBy('version')
    .execute()
  const withdrawn = new Map<string, WithdrawnBy>()
  let before: readonly string[] = []
  for (const { version, items, instruction, granted_at } of grants) {
    const now = new Set<string>(items)
    for (const item of before) if (!now.has(item)) withdrawn.set(item, { version, instruction, grantedAt: granted_at })
    for (const item of now) withdrawn.delete(item)
    before = items
  }
  return withdrawn
}
