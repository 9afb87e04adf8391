import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { connect } from '../../db/connect.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { withDatabase } from '../../db/provision/template.js'
import { schoolDatabases } from '../../db/school/pools.js'
import type { SchoolDatabases } from '../../db/school/pools.js'
import { readLocalEnvironment } from '../../local/environment.js'
import { openHome } from '../../local/home.js'
import { freePort } from '../../local/ports.js'
import { startStack } from '../../local/stack/stack.js'
import type { RunningStack } from '../../local/stack/stack.js'
import { openVault } from '../../workers/vault.js'
import { startFloor } from '../floor/floor-process.js'
import type { Floor } from '../floor/floor-process.js'
import { openHistories } from '../meters/activities.js'
import type { Histories } from '../meters/activities.js'

/** The product as `npm start` runs it, each part a process of its own, and what the bench looks at it with. */
export interface Parts {
  readonly stack: RunningStack
  readonly floor: Floor
  readonly control: Kysely<ControlDatabase>
  readonly schools: SchoolDatabases
  readonly histories: Histories
  readonly pids: { readonly worker: number; readonly api: number }
}

/** Brings everything up in a home of its own, lets `work` use it, and leaves nothing behind. */
export async function withParts<Result>(
  say: (sentence: string) => void,
  work: (parts: Parts) => Promise<Result>,
): Promise<Result> {
  const ends: (() => Promise<unknown>)[] = []
  try {
    return await work(await startParts(say, ends))
  } finally {
    for (const end of ends.reverse()) await end().catch((error: unknown) => say(`could not end: ${String(error)}`))
  }
}

async function startParts(say: (sentence: string) => void, ends: (() => Promise<unknown>)[]): Promise<Parts> {
  const folder = await mkdtemp(join(tmpdir(), 'termkeeper-bench-'))
  ends.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  // As root, Postgres is another user, who has to enter.
  await chmod(folder, 0o755)
  const home = await openHome(folder)
  ends.push(home.close)
  const ports = { PORT: await freePort(), SIMULATOR_PORT: await freePort(), TEMPORAL_UI_PORT: await freePort() }
  const env = { ...readLocalEnvironment({}), ...ports, LOG_LEVEL: 'warn' as const }
  const stack = await startStack({ env, home, say })
  ends.push(stack.stop)
  await stack.ready()
  const control: Kysely<ControlDatabase> = connect(stack.databaseUrl)
  ends.push(() => control.destroy())
  const vault = await openVault(stack.settings)
  ends.push(vault.close)
  const schools = schoolDatabases({ control, keyring: vault.keyring, clusterUrl: stack.databaseUrl })
  ends.push(schools.close)
  const histories = await openHistories(stack.settings.TEMPORAL_ADDRESS, 'schools')
  ends.push(histories.close)
  const floor = await startFloor(await floorDatabase(control, stack.databaseUrl))
  ends.push(floor.stop)
  const pid = (name: string) => stack.parts.find((part) => part.name === name)?.pid ?? Number.NaN
  return { stack, floor, control, schools, histories, pids: { worker: pid('worker'), api: pid('api') } }
}

/** On the same cluster, with the same settings: its one table is as durable as ours. */
async function floorDatabase(control: Kysely<ControlDatabase>, url: string): Promise<string> {
  await sql`create database bench_floor`.execute(control)
  return withDatabase(url, 'bench_floor')
}
