import type { Keyring } from '../../vault/keyring/keyring.js'
import type { SchoolDatabases } from './pools.js'

/** What is kept for a while under a key of its own, the row's id naming it: rows in the school's database, keys in the keyring. */
export interface OwnKeyStores {
  readonly keyring: Keyring
  readonly schools: SchoolDatabases
}

/** Keys first: from then on no copy of the rows opens. Repeatable. */
export async function destroyWithKeys(
  { keyring, schools }: OwnKeyStores,
  school: string,
  { table, ids }: { readonly table: 'upload' | 'explanation'; readonly ids: readonly string[] },
): Promise<void> {
  if (ids.length === 0) return
  const { db } = await schools.open(school)
  await keyring.destroySubjects(school, ids)
  await db.deleteFrom(table).where('id', 'in', ids).execute()
}
