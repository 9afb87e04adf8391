import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { inject } from 'vitest'
import { shippedAgreements } from '../../agreement/shipped.js'
import type { Agreement } from '../../agreement/agreement.js'
import { connect } from '../../db/connect.js'
import { migrateAll } from '../../db/migrate-all.js'
import { KEYRING_ROLE, PROVISIONER } from '../../db/provision/set-up.js'
import { withDatabase } from '../../db/provision/template.js'
import { makeRootKeyFile } from '../../vault/root-key.js'

/** Databases and key files of one test file's own, under the roles that production has. */
export interface FreshDatabases {
  readonly databaseUrl: string
  readonly keyringUrl: string
  readonly rootKey: string
  readonly epochs: string
  readonly drop: () => Promise<void>
}

export async function freshDatabases(agreements: readonly Agreement[] = shippedAgreements()): Promise<FreshDatabases> {
  const { superuserUrl, provisionerUrl, keyringUrl } = inject('postgres')
  const mark = randomUUID().slice(0, 8)
  const [control, keyring] = [`control_${mark}`, `keyring_${mark}`]
  const superuser = connect<unknown>(superuserUrl, { max: 1, idleMs: 1_000 })
  await sql`create database ${sql.id(control)} owner ${sql.id(PROVISIONER)}`.execute(superuser)
  await sql`create database ${sql.id(keyring)} owner ${sql.id(KEYRING_ROLE)}`.execute(superuser)
  const folder = await mkdtemp(join(tmpdir(), 'termkeeper-keys-'))
  await chmod(folder, 0o700)
  await makeRootKeyFile(join(folder, 'root.key'))
  const urls = { databaseUrl: withDatabase(provisionerUrl, control), keyringUrl: withDatabase(keyringUrl, keyring) }
  await migrateAll(urls.databaseUrl, urls.keyringUrl, agreements)
  return {
    ...urls,
    rootKey: join(folder, 'root.key'),
    epochs: join(folder, 'epochs'),
    drop: async () => {
      for (const name of [control, keyring])
        await sql`drop database if exists ${sql.id(name)} with (force)`.execute(superuser)
      await superuser.destroy()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
