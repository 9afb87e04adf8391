import type { FloorTime } from '../floor/messages.js'
import { rowsWritten } from '../meters/written.js'
import { measureRun } from '../parts/measure-run.js'
import type { Measured } from '../parts/measure-run.js'
import type { Parts } from '../parts/parts.js'
import type { BenchSchool, Way } from '../parts/school.js'
import { named, toRow } from './row.js'
import type { Row, RowSizes } from './row.js'
import { warmUp } from './warm-up.js'

const WARM_UPS = 2

export interface Nights {
  readonly name: string
  readonly way: Way
  /** What happens at the school by day. */
  readonly before?: (parts: Parts, school: BenchSchool, turn: number) => Promise<void>
  readonly start: (parts: Parts, school: BenchSchool) => Promise<string>
  /** How each night has to end; another end is no measure. */
  readonly ends: 'nothingToDo' | 'applied'
  readonly target?: Row['target']
}

/** Nights of one school, from the request to the end of the run. */
export async function measureNights(
  parts: Parts,
  { pupils, repetitions }: RowSizes,
  { name, way, before, start, ends, target }: Nights,
): Promise<Row> {
  const { school, readFloor } = await warmUp(parts, pupils, way)
  // What the first load leaves to be asked is written after its run has ended.
  await parts.histories.atRest(school.id)
  const written = await rowsWritten(parts, school)
  const ours: Measured[] = []
  const floor: FloorTime[] = []
  while (ours.length < WARM_UPS + repetitions) {
    await before?.(parts, school, ours.length)
    floor.push(await readFloor(school))
    const measured = await measureRun(parts, school, start)
    if (measured.run.state !== ends) throw new Error(`A night of "${name}" ended as ${measured.run.state}.`)
    ours.push(measured)
  }
  return toRow(parts, {
    name: named(name, way),
    ...(target && { target }),
    ours: ours.slice(WARM_UPS),
    floor: floor.slice(WARM_UPS),
    rowsWritten: (await rowsWritten(parts, school)) - written,
  })
}
