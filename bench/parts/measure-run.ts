import { setTimeout as wait } from 'node:timers/promises'
import { askedOf, forgetRequests } from '../meters/requests.js'
import type { Asked } from '../meters/requests.js'
import { useOf } from '../meters/processes.js'
import { logPosition } from '../meters/written.js'
import type { Run } from '../../db/control/run.js'
import type { Parts } from './parts.js'
import { ended } from './school.js'
import type { BenchSchool } from './school.js'

/** One run, from the request that asked for it to its row saying that it ended. */
export interface Measured {
  readonly run: Run
  readonly wallMs: number
  /** Of worker and API; Postgres, Temporal and the simulator are not ours. */
  readonly cpuMs: number | null
  readonly walBytes: number
  readonly asked: Asked
  readonly activities: readonly string[]
}

// What a run leaves to be done by others, Postgres' writers say, is not the next one's cost.
const SETTLED_MS = 200

export async function measureRun(
  parts: Parts,
  school: BenchSchool,
  start: (parts: Parts, school: BenchSchool) => Promise<string>,
): Promise<Measured> {
  const { stack, control, histories } = parts
  await histories.atRest(school.id)
  await wait(SETTLED_MS)
  await forgetRequests(stack.simulatorUrl)
  const life = await histories.lastEvent(school.id)
  const [wal, cpu] = [await logPosition(control), await ourCpuMs(parts)]
  const began = performance.now()
  const runId = await start(parts, school)
  const run = await ended(parts, school, runId)
  const wallMs = performance.now() - began
  // After a run has ended its lifecycle still asks what is to be asked, and puts itself to rest: that is the run's cost.
  await histories.atRest(school.id)
  const cpuAfter = await ourCpuMs(parts)
  return {
    run,
    wallMs,
    cpuMs: cpu === null || cpuAfter === null ? null : cpuAfter - cpu,
    walBytes: (await logPosition(control)) - wal,
    asked: await askedOf(stack.simulatorUrl, school.simulated.id),
    activities: await histories.activitiesOf(school.id, runId, life),
  }
}

async function ourCpuMs({ pids }: Parts): Promise<number | null> {
  const [worker, api] = await Promise.all([useOf(pids.worker), useOf(pids.api)])
  return worker && api ? worker.cpuMs + api.cpuMs : null
}
