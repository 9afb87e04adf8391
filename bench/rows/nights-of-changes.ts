import type { Parts } from '../parts/parts.js'
import { happens, nightComes, onRoll } from '../parts/school.js'
import type { BenchSchool, Way } from '../parts/school.js'
import { measureNights } from './nights.js'
import type { Row, RowSizes } from './row.js'

/** A night on which only changes are asked for, and there are none. */
export async function nightOfNoChanges(parts: Parts, sizes: RowSizes, way: Way): Promise<Row> {
  return measureNights(parts, sizes, {
    name: 'changes only, none',
    way,
    start: nightComes,
    ends: 'nothingToDo',
    ...(way.lateMs === 0 && { target: { ms: 400 } }),
  })
}

/** The same, where one pupil in a hundred has another name. */
export async function nightOfNewNames(parts: Parts, sizes: RowSizes, way: Way): Promise<Row> {
  const rename = renamer(sizes.pupils / 100)
  return measureNights(parts, sizes, {
    name: 'changes only, 1 %',
    way,
    before: rename,
    start: nightComes,
    ends: 'applied',
    ...(way.lateMs === 0 && { target: { ms: 600 } }),
  })
}

/** One in a hundred has another name, and some of them are gone: then everybody is read, because only that proves who is not there. */
export async function nightOfDeletions(parts: Parts, sizes: RowSizes, way: Way): Promise<Row> {
  const rename = renamer(sizes.pupils / 100)
  const before = async (at: Parts, school: BenchSchool, turn: number) => {
    const misIds = await onRoll(at, school)
    const gone = misIds.slice(-3).map((misId) => ({ do: 'delete', misId }))
    await happens(at, school, gone)
    await rename(at, school, turn)
  }
  const name = '1 % with deletions'
  return measureNights(parts, sizes, { name, way, before, start: nightComes, ends: 'applied' })
}

function renamer(howMany: number) {
  return async (parts: Parts, school: BenchSchool, turn: number) => {
    const misIds = (await onRoll(parts, school)).slice(0, Math.ceil(howMany))
    const events = misIds.map((misId) => ({ do: 'rename', misId, surname: `Turn ${turn}` }))
    await happens(parts, school, events)
  }
}
