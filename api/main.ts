import { Client, Connection } from '@temporalio/client'
import closeWithGrace from 'close-with-grace'
import type { Kysely } from 'kysely'
import { pino } from 'pino'
import { connect } from '../db/connect.js'
import type { ControlDatabase } from '../db/control/database.js'
import { lifecycleFacts } from '../db/control/lifecycle-facts.js'
import { schoolDatabases } from '../db/school/pools.js'
import { ERASER, PLATFORM, codecKeys } from '../vault/codec/codec-keys.js'
import { dataConverter } from '../vault/codec/data-converter.js'
import { fileEpochStore } from '../vault/epoch-store.js'
import type { KeyringDatabase } from '../vault/keyring/database.js'
import { openKeyring } from '../vault/keyring/keyring.js'
import { fileRootKey } from '../vault/root-key.js'
import { ERASER_NAMESPACE } from '../workflows/ending/ids.js'
import { ringEndSchool } from '../workflows/ending/ring.js'
import { ringSchool } from '../workflows/school/ring.js'
import { buildApp } from './app.js'
import { readEnvironment } from './environment.js'

/** `npm run api`. */
async function main(): Promise<void> {
  const env = readEnvironment(process.env)
  const log = pino({ level: env.LOG_LEVEL, base: null })
  const control: Kysely<ControlDatabase> = connect(env.DATABASE_URL)
  const keys: Kysely<KeyringDatabase> = connect(env.KEYRING_URL)
  const keyring = openKeyring(
    keys,
    fileEpochStore(env.TERMKEEPER_EPOCH_STORE, await fileRootKey(env.TERMKEEPER_ROOT_KEY)),
  )
  for (const owner of [PLATFORM, ERASER]) await keyring.makeSchoolKeys(owner)
  const schools = schoolDatabases({ control, keyring, clusterUrl: env.DATABASE_URL })
  // Lazy: the API answers, and takes instructions, while Temporal is away.
  const connection = Connection.lazy({ address: env.TEMPORAL_ADDRESS })
  const converter = dataConverter(codecKeys(keyring))
  const { workflow } = new Client({ connection, namespace: env.TEMPORAL_NAMESPACE, dataConverter: converter })
  const eraserNamespace = env.TEMPORAL_ERASER_NAMESPACE ?? ERASER_NAMESPACE
  const eraser = new Client({ connection, namespace: eraserNamespace, dataConverter: converter })
  const app = await buildApp({
    control,
    keyring,
    schools,
    log,
    clock: () => new Date(),
    webhookKey: env.WEBHOOK_KEY,
    endpoints: { allowPlainLoopback: env.TERMKEEPER_ALLOW_LOOPBACK_SOURCES === '1' },
    ring: async (school) => ringSchool(workflow, school, await lifecycleFacts(control, school)),
    ringEnding: (school) => ringEndSchool(eraser.workflow, school),
    temporalReady: () =>
      connection.workflowService.describeNamespace({ namespace: env.TEMPORAL_NAMESPACE }).then(
        () => true,
        () => false,
      ),
  })
  await app.listen({ host: env.HOST, port: env.PORT })
  process.stdout.write('api ready\n')
  closeWithGrace({ delay: 4_000, logger: false }, async () => {
    await app.close()
    await schools.close()
    await Promise.allSettled([control.destroy(), keys.destroy(), connection.close()])
  })
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The API failed.'}\n`)
  process.exitCode = 1
})
