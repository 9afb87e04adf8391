import type { Kysely } from 'kysely'
import type { ActivityDependencies } from '../activities/dependencies.js'
import { openPost } from '../activities/notices/post.js'
import { openSource } from '../connectors/registry.js'
import { connectorNames } from '../agreement/agreement.js'
import { SourceFailure } from '../connectors/source.js'
import { connect } from '../db/connect.js'
import { keepSigningKey } from '../db/control/certificate.js'
import type { ControlDatabase } from '../db/control/database.js'
import { schoolDatabases } from '../db/school/pools.js'
import { openNewestUpload } from '../db/school/upload.js'
import { codecKeys } from '../vault/codec/codec-keys.js'
import type { CodecKeys } from '../vault/codec/codec-keys.js'
import type { WorkerEnvironment } from './environment.js'
import { openSigner, openVault } from './vault.js'

export interface WorkerDependencies extends ActivityDependencies {
  readonly codecKeys: CodecKeys
  readonly close: () => Promise<void>
}

// A night: what a source may keep a run waiting in all (design: six hours).
const PATIENCE_MS = 6 * 3_600_000

// A database that restarts is back within seconds; after a minute the worker ends, and whoever keeps it starts it again.
const KEYRING_PATIENCE_MS = 60_000

// As long as anybody keeps the backups of a month.
const BACKUP_DAYS = 35

/** Builds, once, everything that the activities of a worker are handed. */
export async function buildDependencies(env: WorkerEnvironment): Promise<WorkerDependencies> {
  const control: Kysely<ControlDatabase> = connect(env.DATABASE_URL)
  const { keyring, close } = await openVault(env)
  const signer = await openSigner(env)
  // Known before it signs anything, so that who fetches the keys today can check a certificate of tomorrow.
  await keepSigningKey(control, signer.key)
  const schools = schoolDatabases({ control, keyring, clusterUrl: env.DATABASE_URL })
  const rule = {
    allowPlainLoopback: env.TERMKEEPER_ALLOW_LOOPBACK_SOURCES === '1',
    ...(env.ONEROSTER_FOLDER === undefined ? {} : { dropFolder: env.ONEROSTER_FOLDER }),
  }
  return {
    control,
    keyring,
    schools,
    signer,
    post: env.SMTP_URL === undefined ? undefined : openPost(env.SMTP_URL),
    patienceMs: PATIENCE_MS,
    backupDays: env.BACKUP_RETENTION_DAYS ?? BACKUP_DAYS,
    codecKeys: codecKeys(keyring, KEYRING_PATIENCE_MS),
    openSource: ({ connector, settings }, secret, manners, school) => {
      const name = connectorNames.find((known) => known === connector)
      if (!name)
        throw new SourceFailure('SourceRefused', 'The binding names a connector that this release does not have.')
      const upload = () => openNewestUpload({ keyring, schools }, school)
      return openSource(name, settings, credentialsIn(secret), manners, { ...rule, upload })
    },
    close: async () => {
      await schools.close()
      await Promise.all([control.destroy(), close()])
    },
  }
}

function credentialsIn(secret: string): unknown {
  try {
    return JSON.parse(secret)
  } catch {
    // The engine's own message quotes the text around the fault: here, a token, on its way into a history.
    throw new SourceFailure('SourceRefused', 'The stored credentials cannot be read; register the source again.')
  }
}
