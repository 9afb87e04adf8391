import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { publishAgreements } from '../../db/control/agreement-version.js'
import { readLocalEnvironment } from '../../local/environment.js'
import type { OpenHome } from '../../local/home.js'
import { freePort } from '../../local/ports.js'
import { startPostgres } from '../../local/postgres.js'
import { serveDatabases } from '../../local/stack/databases.js'
import { keepKeys } from '../../local/stack/keys.js'
import { startPart } from '../../local/stack/part.js'
import type { Part } from '../../local/stack/part.js'
import { serveTemporal } from '../../local/stack/temporal.js'
import { keepTokens } from '../../local/stack/tokens.js'
import type { Tokens } from '../../local/stack/tokens.js'
import type { KeyringDatabase } from '../../vault/keyring/database.js'
import { buildDependencies } from '../../workers/dependencies.js'
import type { WorkerDependencies } from '../../workers/dependencies.js'
import { readWorkerEnvironment } from '../../workers/environment.js'
import { lookIntoKeyring } from '../keyring-rows.js'
import { plannerOnWonde } from './planner-on-wonde.js'

/** The local stack with a worker that can be killed. */
export interface ChaosStack {
  readonly apiUrl: string
  readonly simulatorUrl: string
  readonly temporalAddress: string
  readonly keyring: Kysely<KeyringDatabase>
  /** The folder of the epoch store. */
  readonly epochs: string
  /** To look into databases past the API. */
  readonly deps: WorkerDependencies
  readonly tokens: Tokens
  /** SIGKILL to the worker, and a new one in its place. */
  readonly killWorker: () => Promise<void>
  /** SIGKILL to Postgres, and the same cluster recovering at the same address. Everybody else goes on as they can. */
  readonly crashPostgres: () => Promise<void>
  readonly stop: () => Promise<void>
}

const quiet = () => undefined

export async function startChaosStack(home: OpenHome): Promise<ChaosStack> {
  const [port, simulatorPort, uiPort] = [await freePort(), await freePort(), await freePort()]
  const env = readLocalEnvironment({
    ...process.env,
    PORT: String(port),
    SIMULATOR_PORT: String(simulatorPort),
    TEMPORAL_UI_PORT: String(uiPort),
  })
  const databases = await serveDatabases({ env, home, say: quiet })
  const temporal = await serveTemporal({
    env,
    home,
    say: quiet,
    codecUrl: `http://127.0.0.1:${await freePort()}`,
    previousRunEnding: false,
  })
  const settings = {
    ...databases.settings,
    ...(await keepKeys(env, home)),
    TEMPORAL_ADDRESS: temporal.address,
    LOG_LEVEL: 'error',
    TERMKEEPER_ALLOW_LOOPBACK_SOURCES: '1',
  }
  const deps = await buildDependencies(readWorkerEnvironment(settings))
  await publishAgreements(deps.control, [plannerOnWonde()])
  const startWorker = () => startPart({ name: 'worker', program: 'workers/main.js', settings }, home)
  const simulator = await startSimulator(home, simulatorPort)
  const api = await startPart(
    { name: 'api', program: 'api/main.js', settings: { ...settings, PORT: String(port) } },
    home,
  )
  const keyring = lookIntoKeyring(databases.settings.KEYRING_URL)
  let worker: Part = await startWorker()
  let postgres: { readonly stop: () => Promise<void> } = databases
  return {
    apiUrl: `http://127.0.0.1:${port}`,
    simulatorUrl: `http://127.0.0.1:${simulatorPort}`,
    temporalAddress: temporal.address,
    keyring,
    epochs: settings.TERMKEEPER_EPOCH_STORE,
    deps,
    tokens: await keepTokens(databases.settings.DATABASE_URL, home),
    killWorker: async () => {
      process.kill(worker.pid, 'SIGKILL')
      await worker.stop()
      worker = await startWorker()
    },
    crashPostgres: async () => {
      await killPostmaster(home.paths.postgres)
      await postgres.stop()
      const port = Number(new URL(databases.settings.DATABASE_URL).port)
      postgres = await startPostgres({ folder: home.paths.postgres, port })
    },
    stop: async () => {
      await Promise.all([deps.close(), keyring.destroy()])
      for (const part of [worker, api, simulator, temporal, postgres]) await part.stop()
    },
  }
}

function startSimulator(home: OpenHome, port: number): Promise<Part> {
  const settings = { SIMULATOR_PORT: String(port) }
  return startPart({ name: 'simulator', program: 'simulators/main.js', settings, ready: 'listens' }, home)
}

/** The postmaster alone: its backends notice and end by themselves, as after the kernel's out-of-memory killer. */
async function killPostmaster(folder: string): Promise<void> {
  const [pid] = (await readFile(join(folder, 'data/postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')
}
