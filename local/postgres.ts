import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { keepProcess } from './kept-process.js'
import type { KeptProcess, ProgramToKeep } from './kept-process.js'
import { logFile } from './log-file.js'
import type { LogFile } from './log-file.js'
import { postgresBinaries } from './postgres/binaries.js'
import { dataFolder } from './postgres/data-folder.js'
import { mustBeOpenTo } from './postgres/open-way.js'
import { postgresUser } from './postgres/postgres-user.js'
import { serverFlags } from './postgres/server-flags.js'
import { freePort } from './ports.js'
import { StackProblem } from './stack-problem.js'

export interface PostgresNeeds {
  /** Everything of this Postgres lies under it: data, log, the superuser's password. */
  readonly folder: string
  readonly port?: number
  /** Without it nothing is forced to disk: for tests, whose data nobody misses. */
  readonly durable?: boolean
  readonly say?: (sentence: string) => void
}

export interface RunningPostgres {
  readonly superuserUrl: string
  readonly host: string
  readonly port: number
  readonly pid: number
  readonly ended: KeptProcess['ended']
  readonly stop: () => Promise<void>
}

const HOST = '127.0.0.1'

// After a kill −9 the processes of the last run hold the folder until they notice; more than this is another stack.
const PREVIOUS_RUN_ENDS_MS = 20_000
const HELD_BY_ANOTHER = /lock file "postmaster\.pid" already exists|pre-existing shared memory block/
const PORT_WAS_TAKEN = /could not create any TCP\/IP sockets|Address already in use/
const READY = 'database system is ready to accept connections'

/** Postgres from the npm package, on loopback only, living exactly as long as this process. */
export async function startPostgres(needs: PostgresNeeds): Promise<RunningPostgres> {
  const { durable = true, say = () => undefined } = needs
  const folder = resolve(needs.folder)
  await mkdir(folder, { recursive: true })
  const [binaries, user] = await Promise.all([postgresBinaries(), postgresUser()])
  if (user) await mustBeOpenTo(user, folder, binaries.postgres)
  const data = await dataFolder({ folder, binaries, user, durable, say })

  const giveUpAt = Date.now() + PREVIOUS_RUN_ENDS_MS
  for (;;) {
    const port = needs.port ?? (await freePort())
    const log = logFile(join(folder, 'postgres.log'))
    const started = await start(
      {
        name: 'postgres',
        command: binaries.postgres,
        args: serverFlags(data.path, HOST, port, durable),
        ...user,
        cwd: data.path,
      },
      log,
    )
    if (started.ready) {
      const { pid, ended, stop } = started.server
      return {
        superuserUrl: `postgres://postgres:${data.password}@${HOST}:${port}/postgres`,
        host: HOST,
        port,
        pid,
        ended,
        stop,
      }
    }
    const again = HELD_BY_ANOTHER.test(started.why) || (PORT_WAS_TAKEN.test(started.why) && needs.port === undefined)
    if (!again) throw new StackProblem(`Postgres ended while it started: ${started.why} Its log is ${log.path}.`)
    if (Date.now() >= giveUpAt)
      throw new StackProblem(
        `Another Postgres is using ${folder}: stop it, or choose another TERMKEEPER_HOME; if none runs, delete ${join(data.path, 'postmaster.pid')}.`,
      )
    await wait(250)
  }
}

type Started = { readonly ready: true; readonly server: KeptProcess } | { readonly ready: false; readonly why: string }

async function start(program: ProgramToKeep, log: LogFile): Promise<Started> {
  const heard: string[] = []
  let hearReady: () => void = () => undefined
  const isReady = new Promise<true>((resolveReady) => (hearReady = () => resolveReady(true)))
  const server = await keepProcess({
    ...program,
    // "Fast": refuse new connections, roll back what is open, write a checkpoint.
    stopSignal: 'INT',
    killAfterMs: 8_000,
    onLine: (line) => {
      log.line(line)
      if (line.includes(READY)) hearReady()
      else if (heard.length < 50) heard.push(line)
    },
  })
  void server.ended.finally(() => log.end())
  const ready = await Promise.race([isReady, server.ended.then(() => false as const)])
  return ready ? { ready, server } : { ready, why: whyNot(heard) }
}

function whyNot(lines: readonly string[]): string {
  const said = lines
    .filter((line) => /FATAL|LOG: {2}could not bind/.test(line))
    .map((line) => line.replace(/^.*?(FATAL|LOG): {2}/, ''))
  return `${said.join('; ') || (lines.at(-1) ?? 'it said nothing')}.`
}
