import { pathToFileURL } from 'node:url'
import { Client } from '@temporalio/client'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, Runtime, makeTelemetryFilterString } from '@temporalio/worker'
import type { Kysely } from 'kysely'
import { pino } from 'pino'
import type { z } from 'zod'
import type { Agreement } from '../../agreement/agreement.js'
import { buildApp } from '../../api/app.js'
import { publishAgreements } from '../../db/control/agreement-version.js'
import { lifecycleFacts } from '../../db/control/lifecycle-facts.js'
import { makePrincipal } from '../../db/control/principal.js'
import type { Role } from '../../db/control/principal.js'
import { programSources, readLocalEnvironment } from '../../local/environment.js'
import type { OpenHome } from '../../local/home.js'
import { callApi } from '../../local/stack/api-client.js'
import { freePort } from '../../local/ports.js'
import { serveDatabases } from '../../local/stack/databases.js'
import { keepKeys } from '../../local/stack/keys.js'
import { startPart } from '../../local/stack/part.js'
import type { KeyringDatabase } from '../../vault/keyring/database.js'
import { lookIntoKeyring } from '../keyring-rows.js'
import { findTemporalProgram } from '../../local/temporal-programs.js'
import { dataConverter } from '../../vault/codec/data-converter.js'
import { buildDependencies } from '../../workers/dependencies.js'
import { readWorkerEnvironment } from '../../workers/environment.js'
import { ERASER_NAMESPACE } from '../../workflows/ending/ids.js'
import { ringEndSchool } from '../../workflows/ending/ring.js'
import { ringSchool } from '../../workflows/school/ring.js'
import { serveQueues } from './serve-queues.js'

type Deps = Awaited<ReturnType<typeof buildDependencies>>

/** The whole product in this process, beside a source, on the server whose clock skips to the next timer, at whatever date is wanted. */
export interface Stage {
  readonly deps: Deps
  readonly simulatorUrl: string
  readonly apiUrl: string
  readonly tokens: Readonly<Record<Role, string>>
  readonly keyring: Kysely<KeyringDatabase>
  /** What the workflows, the API and everybody else take for now. */
  readonly now: () => Date
  /** Lets time pass until this instant; what falls due on the way is done on the way. */
  readonly passUntil: (instant: Date) => Promise<void>
  readonly call: <Answer extends z.ZodType>(
    answer: Answer,
    role: Role,
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<z.infer<Answer>>
  /** Whether the API refuses to answer this to a role. */
  readonly refuses: (role: Role, path: string) => Promise<boolean>
  readonly simulate: <Answer extends z.ZodType>(
    answer: Answer,
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<z.infer<Answer>>
  /** Starts one of the workflows that a Schedule starts in production, which this server does not have. */
  readonly startWatch: (workflow: string) => Promise<void>
  readonly stop: () => Promise<void>
}

export interface StageNeeds {
  readonly home: OpenHome
  readonly agreement: Agreement
  readonly from: Date
}

const quiet = () => undefined

export async function startStage({ home, agreement, from }: StageNeeds): Promise<Stage> {
  const env = readLocalEnvironment(process.env)
  const path = await findTemporalProgram('temporal-test-server', programSources(process.env, quiet))
  quietRuntime()
  const server = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  })
  const databases = await serveDatabases({ env, home, say: quiet, durable: false })
  const simulator = await serveSource(home, from)
  const keys = await keepKeys(env, home)
  const settings = { ...databases.settings, ...keys, ...always(home), TEMPORAL_ADDRESS: server.address }
  const deps = await buildDependencies(readWorkerEnvironment(settings))
  await publishAgreements(deps.control, [agreement])
  const shiftMs = from.getTime() - (await server.currentTimeMs())
  let now = from
  const queues = await serveQueues({ server, deps, shiftMs })
  const namespace = server.namespace ?? 'default'
  const { connection } = server
  const converter = dataConverter(deps.codecKeys)
  const { workflow } = new Client({ connection, namespace, dataConverter: converter })
  const eraser = new Client({ connection, namespace: ERASER_NAMESPACE, dataConverter: converter })
  const keyring = lookIntoKeyring(settings.KEYRING_URL)
  const app = await buildApp({
    ...deps,
    log: pino({ level: 'error', base: null }),
    clock: () => now,
    endpoints: { allowPlainLoopback: true },
    ring: async (school) => ringSchool(workflow, school, await lifecycleFacts(deps.control, school)),
    ringEnding: (of) => ringEndSchool(eraser.workflow, of),
    temporalReady: () => Promise.resolve(true),
  })
  const apiUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const tokens = await makeTokens(deps)
  return {
    deps,
    simulatorUrl: simulator.url,
    apiUrl,
    tokens,
    keyring,
    now: () => now,
    passUntil: async (instant) => {
      const left = instant.getTime() - now.getTime()
      if (left > 0) await server.sleep(left)
      now = new Date((await server.currentTimeMs()) + shiftMs)
    },
    call: (answer, role, method, path_, body) => callApi(answer, apiUrl, tokens[role], method, path_, body),
    refuses: async (role, path_) => isRefused(`${apiUrl}${path_}`, tokens[role]),
    simulate: (answer, method, path_, body) => callApi(answer, simulator.url, '', method, path_, body),
    startWatch: async (type) => {
      await workflow.start(type, { taskQueue: 'schools', workflowId: `${type}/${now.toISOString()}` })
    },
    stop: async () => {
      await app.close()
      await queues.stop()
      await Promise.all([deps.close(), keyring.destroy()])
      await Promise.all([simulator.stop(), server.teardown()])
      await databases.stop()
    },
  }
}

/** A process of its own, as every source is: on two cores it prints its pages while the product reads the ones before. */
async function serveSource(
  home: OpenHome,
  from: Date,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const port = await freePort()
  const { stop } = await startPart(
    {
      name: 'simulator',
      program: 'simulators/main.js',
      settings: { SIMULATOR_PORT: String(port), SIMULATOR_DATE: from.toISOString() },
      ready: 'listens',
    },
    home,
  )
  return { url: `http://127.0.0.1:${port}`, stop }
}

async function makeTokens({ control }: Deps): Promise<Readonly<Record<Role, string>>> {
  const make = (role: Role) => makePrincipal(control, role, role)
  return {
    operator: await make('operator'),
    school: await make('school'),
    head: await make('head'),
    application: await make('application'),
  }
}

/** Letters become files, and the source is a simulator on this machine. */
const always = ({ paths }: OpenHome) => ({
  SMTP_URL: pathToFileURL(paths.notices).href,
  LOG_LEVEL: 'error',
  TERMKEEPER_ALLOW_LOOPBACK_SOURCES: '1',
})

/** Before anything of the SDK's starts: a process has one runtime. */
function quietRuntime(): void {
  const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' })
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter } } })
}

async function isRefused(url: string, token: string): Promise<boolean> {
  return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status >= 400
}
