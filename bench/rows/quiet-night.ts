import { askForRun } from '../parts/school.js'
import type { Parts } from '../parts/parts.js'
import type { Way } from '../parts/school.js'
import { measureNights } from './nights.js'
import type { Row, RowSizes } from './row.js'

/** A run that reads everybody, and in which nothing changed. */
export async function quietNight(parts: Parts, sizes: RowSizes, way: Way): Promise<Row> {
  return measureNights(parts, sizes, {
    name: 'night without changes',
    way,
    start: askForRun,
    ends: 'nothingToDo',
    ...(way.lateMs === 0 && { target: { ms: 400, peakMb: 350 } }),
  })
}
