import type { FloorTime } from '../floor/messages.js'
import { rowsWritten } from '../meters/written.js'
import { measureRun } from '../parts/measure-run.js'
import type { Measured } from '../parts/measure-run.js'
import type { Parts } from '../parts/parts.js'
import { askForRun } from '../parts/school.js'
import { toRow } from './row.js'
import type { Row, RowSizes } from './row.js'
import { warmUp } from './warm-up.js'

const WARM_UPS = 2

/** A night on which nothing changed, from the request to the end of the run. */
export async function quietNight(parts: Parts, { pupils, repetitions }: RowSizes): Promise<Row> {
  const { school, readFloor } = await warmUp(parts, pupils)
  // What the first load leaves to be asked is written after its run has ended.
  await parts.histories.atRest(school.id)
  const before = await rowsWritten(parts, school)
  const ours: Measured[] = []
  const floor: FloorTime[] = []
  while (ours.length < WARM_UPS + repetitions) {
    floor.push(await readFloor(school))
    const measured = await measureRun(parts, school, askForRun)
    if (measured.run.state !== 'nothingToDo') throw new Error(`A quiet night ended as ${measured.run.state}.`)
    ours.push(measured)
  }
  return toRow(parts, {
    name: 'night without changes',
    target: { ms: 400, peakMb: 350 },
    ours: ours.slice(WARM_UPS),
    floor: floor.slice(WARM_UPS),
    rowsWritten: (await rowsWritten(parts, school)) - before,
  })
}
