import type { Kysely } from 'kysely'
import type { Agreement } from '../agreement/agreement.js'
import { keyringMigrations } from '../vault/keyring/migrations.js'
import type { KeyringDatabase } from '../vault/keyring/database.js'
import { connect } from './connect.js'
import { publishAgreements } from './control/agreement-version.js'
import type { ControlDatabase } from './control/database.js'
import { controlMigrations } from './control/migrations.js'
import { migrateToLatest } from './migrating.js'
import { checkCluster } from './provision/check-cluster.js'
import { ensureTemplate } from './provision/template.js'
import { upgradeSchools } from './provision/upgrade-schools.js'

/**
 * Brings control, keyring, the template of new schools and the databases of all others up to date, and publishes the agreements of this
 * release. Repeatable. Throws, when all is done that could be, a sentence for each school that is still behind.
 */
export async function migrateAll(
  databaseUrl: string,
  keyringUrl: string,
  agreements: readonly Agreement[],
): Promise<void> {
  const control: Kysely<ControlDatabase> = connect(databaseUrl, { max: 2, idleMs: 1_000 })
  const keyring: Kysely<KeyringDatabase> = connect(keyringUrl, { max: 1, idleMs: 1_000 })
  try {
    await checkCluster(control)
    await migrateToLatest(control, controlMigrations)
    await migrateToLatest(keyring, keyringMigrations)
    await ensureTemplate(control, databaseUrl)
    await publishAgreements(control, agreements)
    const faults = await upgradeSchools(control, databaseUrl)
    if (faults.length > 0) throw new Error(faults.join('\n'))
  } finally {
    await Promise.all([control.destroy(), keyring.destroy()])
  }
}
