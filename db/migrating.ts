import { Migrator } from 'kysely'
import type { Kysely, Migration } from 'kysely'

/**
 * Brings a database to the newest of `migrations`, named in order. Throws what failed; what succeeded before it stays.
 * Returns the names that ran, none if it was up to date.
 */
export async function migrateToLatest<Database>(
  db: Kysely<Database>,
  migrations: Readonly<Record<string, Migration>>,
): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw error instanceof Error ? error : new Error('A migration failed.', { cause: error })
  return (results ?? []).map((result) => result.migrationName)
}
