import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { keepProcess } from './kept-process.js'
import type { KeptProcess } from './kept-process.js'
import { logFile } from './log-file.js'
import type { LogFile } from './log-file.js'
import { claimPort, freePort } from './ports.js'
import { StackProblem } from './stack-problem.js'
import { databaseFile } from './temporal/database-file.js'
import { serverFlags } from './temporal/server-flags.js'
import type { SearchAttributeType } from './temporal/server-flags.js'
import { untilServing } from './temporal/serving.js'

export interface TemporalNeeds {
  /** The path that `findTemporalProgram` gave. */
  readonly program: string
  readonly folder: string
  readonly uiPort: number
  /** Where the UI lets payloads be opened: the codec server. */
  readonly codecEndpoint?: string | undefined
  readonly searchAttributes: Readonly<Record<string, SearchAttributeType>>
  /** The last run was killed, and what it started may still be ending. */
  readonly previousRunEnding?: boolean
}

export interface RunningTemporal {
  readonly address: string
  readonly uiUrl: string
  readonly pid: number
  readonly ended: KeptProcess['ended']
  readonly stop: () => Promise<void>
}

const HOST = '127.0.0.1'
const SERVES_WITHIN_MS = 30_000

// Between finding a port free and listening on it somebody may be quicker.
const ATTEMPTS = 3

/** Temporal's dev server with its database in a file, living exactly as long as this process. */
export async function startTemporal(needs: TemporalNeeds): Promise<RunningTemporal> {
  const { previousRunEnding = false, program, uiPort } = needs
  const folder = resolve(needs.folder)
  await mkdir(folder, { recursive: true })
  const database = await databaseFile(folder, program)
  await claimPort(uiPort, 'TEMPORAL_UI_PORT', { previousRunEnding })

  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const log = logFile(join(folder, 'temporal.log'))
    const started = await start(
      program,
      serverFlags({ ...needs, database: database.path, port }),
      `${HOST}:${port}`,
      log,
    )
    if (started.serving) {
      const { pid, ended, stop } = started.server
      await database.served(pid)
      return { address: `${HOST}:${port}`, uiUrl: `http://${HOST}:${uiPort}`, pid, ended, stop }
    }
    if (attempt < ATTEMPTS && started.why.includes('address already in use')) continue
    throw new StackProblem(`Temporal did not start: ${started.why}. Its log is ${log.path}.`)
  }
}

type Started =
  { readonly serving: true; readonly server: KeptProcess } | { readonly serving: false; readonly why: string }

async function start(program: string, args: readonly string[], address: string, log: LogFile): Promise<Started> {
  let last = 'it said nothing'
  const server = await keepProcess({
    name: 'temporal',
    command: program,
    args,
    onLine: (line) => {
      log.line(line)
      if (line.trim() !== '') last = line.trim()
    },
  })
  const giveUp = new AbortController()
  void server.ended.finally(() => {
    log.end()
    giveUp.abort()
  })
  const timer = setTimeout(() => giveUp.abort(), SERVES_WITHIN_MS)
  try {
    await untilServing(address, giveUp.signal)
    return { serving: true, server }
  } catch {
    await server.stop()
    return { serving: false, why: last }
  } finally {
    clearTimeout(timer)
  }
}
