import { createHash } from 'node:crypto'
import type { SimulatedSchool } from '../../world/simulated-school.js'
import type { World } from '../../world/world.js'
import type { Habits } from '../habits.js'

/** The one application that schools here share with. */
export const RELYING_PARTY = 'app.simulated.dev'

export const managementSecret = guid('management secret')

/** Follows from the school, so that it outlives a restart; a school that authorised anew has another, and the old one is no good. */
export function schoolSecretOf({ id }: SimulatedSchool, { secret }: Habits): string {
  return guid(`${secret} secret of ${id}`)
}

/** What a client must be told to speak Xporter with a school. */
export function xporterCredentials(world: World, school: SimulatedSchool, habits: Habits, host: string): object {
  return {
    schoolId: world.estabOf(school),
    relyingParty: RELYING_PARTY,
    schoolSecret: schoolSecretOf(school, habits),
    managementSecret,
    baseUrl: `http://${host}`,
  }
}

export function guid(of: string): string {
  const hex = createHash('md5').update(of).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
