import { clientOf } from './tokens.js'
import type { SimulatedSchool } from '../world/simulated-school.js'

/** What a client needs to read a school by OneRoster, by REST of either version or as a file. */
export function onerosterCredentials(school: SimulatedSchool, host: string): object {
  const origin = `http://${host}`
  const csv = `${origin}/oneroster/${school.id}.zip`
  return {
    schoolId: school.id,
    ...clientOf(school),
    rest: { '1.1': `${origin}/ims/oneroster/v1p1`, '1.2': `${origin}/ims/oneroster/rostering/v1p2` },
    csv: { '1.1': `${csv}?version=1.1`, '1.2': `${csv}?version=1.2` },
  }
}
