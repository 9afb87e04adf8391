import type { FloorTime } from '../floor/messages.js'
import { median } from '../meters/median.js'
import { useOf } from '../meters/processes.js'
import type { Measured } from '../parts/measure-run.js'
import type { Parts } from '../parts/parts.js'
import type { Way } from '../parts/school.js'

/** One line of the table, whatever it measures. */
export interface Row {
  readonly row: string
  readonly ours: number
  readonly reference: number
  readonly referenceIs: string
  readonly ratio: number
  readonly unit: 'ms'
  /** What we promise of it, on two quiet cores, if anything. */
  readonly target?: { readonly ms: number; readonly peakMb?: number } | undefined
  readonly fastest: number
  readonly slowest: number
  readonly repetitions: number
  /** What a run cost beside its time; a row about reading has none. */
  readonly run?: RunCosts
}

export interface RunCosts {
  /** Of worker and API together. */
  readonly cpuMs: number | null
  readonly referenceCpuMs: number
  /** The reference without its COPY: what a script would cost that writes nothing either. */
  readonly referenceWithoutCopy: number
  /** Of the worker, since it started. */
  readonly peakMb: number | null
  readonly requests: number
  readonly lists: readonly string[]
  /** In the school's own database, by Postgres' counters, in all repetitions of a night or in one load. */
  readonly rowsWritten: number
  /** Of the whole cluster: the school's database, the keyring, and the run in the control database. */
  readonly walBytes: number
  readonly activities: readonly string[]
}

export interface RowSizes {
  readonly pupils: number
  readonly repetitions: number
}

/** What a row is made of: as many runs of ours as of the floor, taken in turns so that a busy moment meets both. */
export interface Samples {
  readonly name: string
  readonly target?: Row['target']
  readonly ours: readonly Measured[]
  readonly floor: readonly FloorTime[]
  readonly rowsWritten: number
}

const FLOOR = 'a bare script: every page fetched, parsed, hashed and COPYed into one table'

/** What a row is called: over Wonde that answers at once unless it says otherwise. */
export function named(what: string, { connector, lateMs }: Way): string {
  const how = [...(connector === 'xporter' ? ['Xporter'] : []), ...(lateMs > 0 ? [`${lateMs} ms`] : [])]
  return [what, ...how].join(', ')
}

/** What every row says of its times: medians, and how far they went apart. */
export function timesOf(ours: readonly number[], reference: readonly number[]) {
  const [wall, floor] = [median(ours), median(reference)]
  return {
    ours: rounded(wall),
    reference: rounded(floor),
    ratio: Number((wall / floor).toFixed(2)),
    unit: 'ms',
    fastest: rounded(Math.min(...ours)),
    slowest: rounded(Math.max(...ours)),
    repetitions: ours.length,
  } as const
}

/** A tenth of a millisecond is of interest where a row takes a few of them. */
const rounded = (ms: number) => (ms < 100 ? Number(ms.toFixed(1)) : Math.round(ms))

/** Medians of all that is measured in time or bytes; what is counted is the same each time and taken from the last. */
export async function toRow({ pids }: Parts, { name, target, ours, floor, rowsWritten }: Samples): Promise<Row> {
  const last = ours.at(-1)
  if (!last) throw new Error(`"${name}" was not measured once.`)
  const walls = ours.map(({ wallMs }) => wallMs)
  const cpu = ours.flatMap(({ cpuMs }) => cpuMs ?? [])
  const peak = (await useOf(pids.worker))?.peakMb
  const times = timesOf(
    walls,
    floor.map(({ wallMs }) => wallMs),
  )
  const run: RunCosts = {
    cpuMs: cpu.length === ours.length ? Math.round(median(cpu)) : null,
    referenceCpuMs: Math.round(median(floor.map(({ cpuMs }) => cpuMs))),
    referenceWithoutCopy: Math.round(median(floor.map(({ wallMs, copyMs }) => wallMs - copyMs))),
    peakMb: peak === undefined ? null : Math.round(peak),
    requests: last.asked.requests,
    lists: last.asked.lists,
    rowsWritten,
    walBytes: median(ours.map(({ walBytes }) => walBytes)),
    activities: last.activities,
  }
  return { row: name, ...times, referenceIs: FLOOR, ...(target && { target }), run }
}
