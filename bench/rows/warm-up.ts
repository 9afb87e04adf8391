import type { FloorTime } from '../floor/messages.js'
import { measureRun } from '../parts/measure-run.js'
import type { Parts } from '../parts/parts.js'
import { accept, newSchool } from '../parts/school.js'
import type { BenchSchool } from '../parts/school.js'

export interface Warm {
  readonly school: BenchSchool
  /** Lets the floor read a school: from the same first pages as we did. */
  readonly readFloor: (school: BenchSchool) => Promise<FloorTime>
}

/** Loads one school that does not count: every program runs its code for the first time, and we learn what the floor has to read. */
export async function warmUp(parts: Parts, pupils: number): Promise<Warm> {
  const school = await newSchool(parts, pupils)
  const { asked } = await measureRun(parts, school, accept)
  const readFloor = async ({ simulated: { id, token } }: BenchSchool) => {
    const lists = asked.firstPages.map((path) => `${parts.stack.simulatorUrl}${path.replace(school.simulated.id, id)}`)
    return parts.floor.measure({ token, lists })
  }
  await readFloor(school)
  return { school, readFloor }
}
