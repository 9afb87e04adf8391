import { z } from 'zod'
import { callApi } from '../../local/stack/api-client.js'
import type { FloorTime } from '../floor/messages.js'
import { measureRun } from '../parts/measure-run.js'
import type { Parts } from '../parts/parts.js'
import { accept, newSchool } from '../parts/school.js'
import type { BenchSchool, Way } from '../parts/school.js'

export interface Warm {
  readonly school: BenchSchool
  /** Lets the floor read a school: from the same first pages as we did. */
  readonly readFloor: (school: BenchSchool) => Promise<FloorTime>
}

/** Loads one school that does not count: every program runs its code for the first time, and we learn what the floor has to read. */
export async function warmUp(parts: Parts, pupils: number, way: Way): Promise<Warm> {
  await answerLate(parts, way)
  const school = await newSchool(parts, pupils, way)
  const { asked } = await measureRun(parts, school, accept)
  const readFloor = async ({ simulated: { inPaths, authorization } }: BenchSchool) => {
    const lists = asked.firstPages.map(
      (path) => `${parts.stack.simulatorUrl}${path.replace(school.simulated.inPaths, inPaths)}`,
    )
    return parts.floor.measure({ authorization, lists })
  }
  await readFloor(school)
  return { school, readFloor }
}

/** From now on the source sends each answer over so many milliseconds, as one does that is far away. */
async function answerLate({ stack }: Parts, { lateMs }: Way): Promise<void> {
  const faults = lateMs === 0 ? [] : [{ kind: 'slowBody', ms: lateMs }]
  await callApi(z.unknown(), stack.simulatorUrl, '', 'PUT', '/_sim/faults', { faults })
}
