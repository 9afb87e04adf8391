import type { FloorTime } from '../floor/messages.js'
import { rowsWritten } from '../meters/written.js'
import { measureRun } from '../parts/measure-run.js'
import type { Measured } from '../parts/measure-run.js'
import type { Parts } from '../parts/parts.js'
import { accept, newSchool } from '../parts/school.js'
import type { Way } from '../parts/school.js'
import { warmUp } from './warm-up.js'
import { named, toRow } from './row.js'
import type { Row, RowSizes } from './row.js'

/** From the head's acceptance to the end of the first run; a fresh school each time, with the same pupils. */
export async function initialLoad(parts: Parts, { pupils, repetitions }: RowSizes, way: Way): Promise<Row> {
  const { readFloor } = await warmUp(parts, pupils, way)
  const ours: Measured[] = []
  const floor: FloorTime[] = []
  let written = 0
  while (ours.length < repetitions) {
    const school = await newSchool(parts, pupils, way)
    // The simulator prints a school's pages when they are first asked for: here, so that neither side pays for it.
    await readFloor(school)
    floor.push(await readFloor(school))
    const measured = await measureRun(parts, school, accept)
    if (measured.run.state !== 'applied') throw new Error(`The first run ended as ${measured.run.state}.`)
    ours.push(measured)
    written = await rowsWritten(parts, school)
  }
  return toRow(parts, {
    name: named('initial load', way),
    // Promised of a source that answers at once.
    ...(way.lateMs === 0 && { target: { ms: 1_500, peakMb: 350 } }),
    ours,
    floor,
    rowsWritten: written,
  })
}
