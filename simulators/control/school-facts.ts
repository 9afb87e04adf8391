import { profileFacts } from '../model/profiles.js'
import { onerosterCredentials } from '../oneroster/credentials.js'
import type { SimulatedSchool } from '../world/simulated-school.js'

/** A school as the control plane lists it, with what a client needs to speak to it. */
export function schoolFacts(school: SimulatedSchool, host: string): object {
  const { id, name, token, model } = school
  const { spec, urn, laCode, establishmentNumber } = model.plan
  const { phase, statutoryHighAge } = profileFacts[spec.profile]
  return {
    id,
    name,
    profile: spec.profile,
    seed: spec.seed,
    pupils: spec.pupils,
    connectors: ['wonde', 'oneroster'],
    credentials: {
      wonde: { schoolId: id, token, domain: host, baseUrl: `http://${host}/v1.0` },
      oneroster: onerosterCredentials(school, host),
    },
    urn: String(urn),
    laCode,
    establishmentNumber,
    phase,
    statutoryHighAge,
  }
}
