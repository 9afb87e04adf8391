import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { buildApp } from '../../api/app.js'
import type { Agreement } from '../../agreement/agreement.js'
import { lifecycleFacts } from '../../db/control/lifecycle-facts.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { makePrincipal } from '../../db/control/principal.js'
import type { Role } from '../../db/control/principal.js'
import { startSimulator } from '../../simulators/server.js'
import { dataConverter, failureConverterPath } from '../../vault/codec/data-converter.js'
import { buildDependencies } from '../../workers/dependencies.js'
import { queueNames } from '../../workers/queues.js'
import { runQueues } from '../../workers/run-queues.js'
import { ERASER_NAMESPACE } from '../../workflows/ending/ids.js'
import { ringEndSchool } from '../../workflows/ending/ring.js'
import { ringSchool } from '../../workflows/school/ring.js'
import { Client } from '@temporalio/client'
import type { Connection } from '@temporalio/client'
import { lifecycleId } from '../../workflows/school/ids.js'
import { freshDatabases } from './databases.js'
import type { FreshDatabases } from './databases.js'

export interface Answer {
  readonly status: number
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a body holds is what the test asserts
  readonly body: any
  readonly headers: Headers
}

/** The whole product in this process: simulator, API over real HTTP, every queue, real Postgres, a real Temporal. */
export interface Stack {
  readonly databases: FreshDatabases
  readonly control: Kysely<ControlDatabase>
  readonly deps: Awaited<ReturnType<typeof buildDependencies>>
  readonly simulator: string
  readonly apiUrl: string
  readonly tokens: Readonly<Record<Role, string>>
  readonly call: (
    role: Role | 'nobody',
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>
  readonly sim: (method: string, path: string, body?: unknown) => Promise<Answer>
  /** Waits until a school's lifecycle has nothing under way: after a run it still asks what is to be asked. */
  readonly atRest: (school: string) => Promise<void>
  readonly stopWorker: () => Promise<void>
  readonly stop: () => Promise<void>
}

export interface StackOptions {
  readonly env: TestWorkflowEnvironment
  readonly agreements?: readonly Agreement[]
  readonly clock?: () => Date
  readonly simulatorDate?: string
  readonly patienceMs?: number
  /** Where the workers find files that a provider put there. */
  readonly dropFolder?: string
}

let bundle: Promise<{ code: string }> | undefined

/** Bundled once a test process: it takes a second. */
export function workflowBundle(): Promise<{ code: string }> {
  const workflowsPath = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url))
  bundle ??= bundleWorkflowCode({ workflowsPath, failureConverterPath, logger: new DefaultLogger('WARN') })
  return bundle
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const databases = await freshDatabases(options.agreements)
  const simulator = await startSimulator({ now: options.simulatorDate ?? new Date().toISOString() })
  const address = options.env.address
  const namespace = options.env.namespace ?? 'default'
  const deps = await buildDependencies({
    DATABASE_URL: databases.databaseUrl,
    KEYRING_URL: databases.keyringUrl,
    TERMKEEPER_ROOT_KEY: databases.rootKey,
    TERMKEEPER_EPOCH_STORE: databases.epochs,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    LOG_LEVEL: 'error',
    TERMKEEPER_ALLOW_LOOPBACK_SOURCES: '1',
    ...(options.dropFolder !== undefined && { ONEROSTER_FOLDER: options.dropFolder }),
  })
  const patient = { ...deps, ...(options.patienceMs !== undefined && { patienceMs: options.patienceMs }) }
  const worker = startWorker(patient, address, namespace)
  await worker.ready
  const converter = dataConverter(deps.codecKeys)
  const { workflow } = new Client({ connection: options.env.connection, namespace, dataConverter: converter })
  const eraser = new Client({
    connection: options.env.connection,
    namespace: ERASER_NAMESPACE,
    dataConverter: converter,
  })
  const app = await buildApp({
    ...deps,
    clock: options.clock ?? (() => new Date()),
    endpoints: { allowPlainLoopback: true },
    ring: async (school) => ringSchool(workflow, school, await lifecycleFacts(deps.control, school)),
    ringEnding: (school) => ringEndSchool(eraser.workflow, school),
    temporalReady: async () => true,
  })
  const apiUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const tokens = await makeTokens(deps.control)
  const call: Stack['call'] = (role, method, path, body, headers = {}) =>
    http(`${apiUrl}${path}`, method, body, {
      ...(role !== 'nobody' && { authorization: `Bearer ${tokens[role]}` }),
      ...headers,
    })
  return {
    databases,
    control: deps.control,
    deps,
    simulator: simulator.url,
    apiUrl,
    tokens,
    call,
    sim: (method, path, body) => http(`${simulator.url}${path}`, method, body, {}),
    atRest: (school) => untilAtRest(deps.control, options.env.connection, namespace, school),
    stopWorker: worker.stop,
    stop: async () => {
      await app.close()
      await worker.stop()
      await deps.close()
      await simulator.stop()
      await databases.drop()
    },
  }
}

const RESTS_WITHIN_MS = 60_000

async function untilAtRest(
  control: Stack['control'],
  connection: Connection,
  namespace: string,
  school: string,
): Promise<void> {
  for (const giveUpAt = Date.now() + RESTS_WITHIN_MS; ;) {
    if (!(await isDue(control, school)) && !(await isBusy(connection, namespace, school))) return
    if (Date.now() > giveUpAt) throw new Error(`the lifecycle of ${school} does not come to rest`)
    await wait(20)
  }
}

/** A lifecycle that has not heard what it is told, or whose timer is about to fire, has nothing under way either. */
async function isDue(control: Stack['control'], school: string): Promise<boolean> {
  const due = await control
    .selectFrom('school')
    .select('id')
    .where('id', '=', school)
    .where(
      sql<boolean>`least(next_ask_at, next_erase_at, attendance_erase_at, next_hold_at, holds_decided_at) <= now()
        or exists (select from instruction i where i.school_id = school.id and i.taken_at is null)`,
    )
    .execute()
  return due.length > 0
}

async function isBusy(connection: Connection, namespace: string, school: string): Promise<boolean> {
  const execution = { workflowId: lifecycleId(school) }
  const life = await connection.workflowService.describeWorkflowExecution({ namespace, execution })
  return [life.pendingActivities, life.pendingChildren, life.pendingWorkflowTask].flat().some(Boolean)
}

export function startWorker(deps: Stack['deps'], address: string, namespace: string) {
  let stop = () => {}
  let ended: Promise<void> = Promise.resolve()
  const ready = new Promise<void>((resolve, reject) => {
    ended = workflowBundle().then((workflowBundle) =>
      runQueues({
        address,
        namespace,
        queues: queueNames,
        workflowBundle,
        deps,
        onReady: (shutDown) => {
          stop = shutDown
          resolve()
        },
      }),
    )
    ended.catch(reject)
  })
  return {
    ready,
    stop: async () => {
      stop()
      await ended
    },
  }
}

async function makeTokens(control: Kysely<ControlDatabase>): Promise<Record<Role, string>> {
  const make = (role: Role) => makePrincipal(control, role, role)
  return {
    operator: await make('operator'),
    school: await make('school'),
    head: await make('head'),
    application: await make('application'),
  }
}

async function http(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : parse(text), headers: response.headers }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
