import { offeredAgreements } from '../agreement/own-agreements.js'
import { readDatabaseEnvironment } from '../db/environment.js'
import { migrateAll } from '../db/migrate-all.js'

/** `npm run migrate`. */
async function main(): Promise<void> {
  const env = readDatabaseEnvironment(process.env)
  await migrateAll(env.DATABASE_URL, env.KEYRING_URL, offeredAgreements(env.AGREEMENTS_DIR))
  process.stdout.write('The databases are up to date.\n')
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The migration failed.'}\n`)
  process.exitCode = 1
})
