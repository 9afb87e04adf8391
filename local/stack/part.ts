import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keepProcess } from '../kept-process.js'
import { logFile } from '../log-file.js'
import type { OpenHome } from '../home.js'
import { StackProblem } from '../stack-problem.js'

/** A program of ours that runs beside this one. */
export interface Part {
  readonly name: string
  readonly pid: number
  readonly stop: () => Promise<void>
}

const READY_WITHIN_MS = 60_000

export interface PartProgram {
  readonly name: string
  /** Its path under the built code. */
  readonly program: string
  readonly args?: readonly string[]
  /** What the engine is told. */
  readonly flags?: readonly string[]
  readonly settings: Readonly<Record<string, string>>
  /** What a line of it contains once it can be used. */
  readonly ready?: string
}

/** Starts one of our own programs as a deployment would, with settings only, and waits until it says that it is ready. */
export async function startPart(
  { name, program, args = [], flags = [], settings, ready = 'ready' }: PartProgram,
  home: OpenHome,
): Promise<Part> {
  const log = logFile(join(home.paths.logs, `${name.replace(' ', '-')}.log`))
  let last = 'it said nothing'
  const said = new EventEmitter()
  const saidReady = once(said, 'ready')
  const kept = await keepProcess({
    name: `termkeeper ${name}`,
    command: process.execPath,
    args: [...flags, fileURLToPath(new URL(`../../${program}`, import.meta.url)), ...args],
    env: { ...process.env, ...settings },
    onLine: (line) => {
      log.line(line)
      if (line.trim() !== '') last = line.trim()
      if (line.includes(ready)) said.emit('ready')
    },
  })
  void kept.ended.finally(() => log.end())
  const timer = setTimeout(() => void kept.stop(), READY_WITHIN_MS)
  const outcome = await Promise.race([saidReady.then(() => 'ready' as const), kept.ended.then(() => 'ended' as const)])
  clearTimeout(timer)
  if (outcome === 'ended') throw new StackProblem(`The ${name} did not start: ${last} (its log is ${log.path}).`)
  return { name, pid: kept.pid, stop: kept.stop }
}
