import { profileFacts } from '../model/profiles.js'
import type { SimulatedSchool } from '../world/simulated-school.js'

/** A school as the control plane lists it, with what a client needs to speak to it. */
export function schoolFacts({ id, name, token, model }: SimulatedSchool, host: string): object {
  const { spec, urn, laCode, establishmentNumber } = model.plan
  const { phase, statutoryHighAge } = profileFacts[spec.profile]
  return {
    id,
    name,
    profile: spec.profile,
    seed: spec.seed,
    pupils: spec.pupils,
    connectors: ['wonde'],
    credentials: { wonde: { schoolId: id, token, domain: host, baseUrl: `http://${host}/v1.0` } },
    urn: String(urn),
    laCode,
    establishmentNumber,
    phase,
    statutoryHighAge,
  }
}
