import { profileFacts } from '../model/profiles.js'
import { onerosterCredentials } from '../oneroster/credentials.js'
import { xporterCredentials } from '../xporter/access/credentials.js'
import type { SimulatedSchool } from '../world/simulated-school.js'
import type { World } from '../world/world.js'
import type { SchoolsHabits } from '../xporter/habits.js'

/** Where the schools are, and how each stands at its connector. */
export interface SchoolParts {
  readonly world: World
  readonly habits: SchoolsHabits
}

/** A school as the control plane lists it, with what a client needs to speak to it. */
export function schoolFacts({ world, habits }: SchoolParts, school: SimulatedSchool, host: string): object {
  const { id, name, token, model } = school
  const { spec, urn, laCode, establishmentNumber } = model.plan
  const { phase, statutoryHighAge } = profileFacts[spec.profile]
  return {
    id,
    name,
    profile: spec.profile,
    seed: spec.seed,
    pupils: spec.pupils,
    connectors: ['wonde', 'xporter', 'oneroster'],
    credentials: {
      wonde: { schoolId: id, token, domain: host, baseUrl: `http://${host}/v1.0` },
      xporter: xporterCredentials(world, school, habits.of(id), host),
      oneroster: onerosterCredentials(school, host),
    },
    urn: String(urn),
    laCode,
    establishmentNumber,
    phase,
    statutoryHighAge,
  }
}
