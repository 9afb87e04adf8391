import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { keeperScript } from './keeper-script.js'

export interface ProgramToKeep {
  /** What people call it, in sentences and in the process list. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly uid?: number | undefined
  readonly gid?: number | undefined
  readonly cwd?: string
  /**
   * How the program is asked to end. Postgres takes INT for "close the connections and stop". A shell starts what runs in the
   * background with INT ignored, so only a program that handles INT hears it.
   */
  readonly stopSignal?: 'TERM' | 'INT'
  /** How long it may take to end before it is killed. */
  readonly killAfterMs?: number
  readonly onLine?: (line: string) => void
}

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface KeptProcess {
  readonly name: string
  /** The program's own, not its keeper's. */
  readonly pid: number
  readonly ended: Promise<Ending>
  readonly stop: () => Promise<void>
}

// Enough for what was written last to arrive; a grandchild that keeps the pipe open must not keep us.
const LAST_LINES_MS = 500

/**
 * Starts a program that lives no longer than this process, however this process ends: a pipe between the two closes on exit, crash
 * and SIGKILL alike, and a shell at its other end then ends the program. It has a session of its own, so Ctrl-C in the terminal
 * reaches us alone and we stop things in order.
 */
export async function keepProcess(program: ProgramToKeep): Promise<KeptProcess> {
  const { name, command, args, env = process.env, uid, gid, cwd, stopSignal = 'TERM', killAfterMs = 8_000 } = program
  const patience = String(Math.ceil(killAfterMs / 1000))
  const keeper = spawn('/bin/sh', ['-c', keeperScript, name, stopSignal, patience, command, ...args], {
    detached: true,
    env,
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  })
  const ended = endingOf(keeper)
  // Whoever does not ask how it ended must not die of an unhandled rejection.
  ended.catch(() => undefined)
  readLines(keeper.stdout, program.onLine)
  readLines(keeper.stderr, program.onLine)
  // The keeper may be gone when we close the lifeline; that is what we wanted.
  keeper.stdin.on('error', () => undefined)

  const pid = await Promise.race([pidFrom(keeper), ended.then(() => Number.NaN)])
  return {
    name,
    pid,
    ended,
    stop: async () => {
      keeper.stdin.end()
      await ended
    },
  }
}

async function endingOf(keeper: ChildProcess): Promise<Ending> {
  const closed = once(keeper, 'close').catch(() => undefined)
  const code = await new Promise<number | null>((resolve, reject) => {
    keeper.once('exit', resolve)
    keeper.once('error', reject)
  })
  await Promise.race([closed, wait(LAST_LINES_MS, undefined, { ref: false })])
  const signal = signalOf(code)
  return signal === null ? { code, signal } : { code: null, signal }
}

/** A shell reports a program that a signal ended as 128 and the signal's number. */
function signalOf(code: number | null): NodeJS.Signals | null {
  if (code === null) return 'SIGKILL'
  const found = Object.entries(constants.signals).find(([, number]) => number + 128 === code)
  return found ? asSignal(found[0]) : null
}

function asSignal(name: string): NodeJS.Signals | null {
  return isSignal(name) ? name : null
}

function isSignal(name: string): name is NodeJS.Signals {
  return name in constants.signals
}

async function pidFrom(keeper: ChildProcess): Promise<number> {
  const pipe = keeper.stdio[3]
  if (!pipe || !('read' in pipe)) return Number.NaN
  let text = ''
  for await (const chunk of pipe) text += String(chunk)
  return Number(text)
}

function readLines(stream: Readable, onLine: ((line: string) => void) | undefined): void {
  if (onLine) createInterface({ input: stream }).on('line', onLine)
  else stream.resume()
}
