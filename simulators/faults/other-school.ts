import { requestOf } from '../http/request.js'
import type { SimulatorRequest } from '../http/request.js'
import type { World } from '../world/world.js'

export interface Instead {
  readonly request: SimulatorRequest
  readonly id: string
  readonly insteadOf: string
}

/** The request as another school's client would have made it. Where there is no other school, one is made for it. */
export function otherSchoolsRequest(request: SimulatorRequest, world: World): Instead | undefined {
  const insteadOf = /\/schools\/(A\d+)/.exec(request.path)?.[1]
  const asked = insteadOf === undefined ? undefined : world.school(insteadOf)
  if (!asked || insteadOf === undefined) return undefined
  const other =
    world.schools().find(({ id }) => id !== insteadOf) ??
    world.make({ ...asked.model.plan.spec, seed: `not ${asked.id}` }, 'A school that nobody asked for')
  const url = request.url.replace(`/schools/${insteadOf}`, `/schools/${other.id}`)
  return { request: requestOf(request.method, url, request.host, `Bearer ${other.token}`), id: other.id, insteadOf }
}
