import { schoolToken } from './access/get-token.js'
import { passOf } from './access/token.js'
import { failing } from './answers/envelope.js'
import { spoilDatasets } from './spoil-datasets.js'
import { xporter } from './xporter.js'
import { json } from '../http/answer.js'
import { requestOf } from '../http/request.js'
import { isRecord, textOf } from '../json.js'
import type { Protocol } from '../faults/dialect.js'
import type { StatusKind } from '../faults/fault.js'
import type { Instead } from '../faults/other-school.js'
import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { World } from '../world/world.js'
import type { SchoolsHabits } from './habits.js'

export function xporterProtocol(world: World, habits: SchoolsHabits): Protocol {
  return {
    owns: (path) => /^\/api\//i.test(path),
    schoolOf: (request) => world.schoolOfEstab(estabIn(request))?.id ?? null,
    speak: xporter(world, habits),
    dialect: { refused, spoilList: spoilDatasets, elsewhere },
  }
}

/** Xporter says its own refusals in bodies; what stands before it, that it is busy or away, comes with a status always. */
function refused(kind: StatusKind, request: SimulatorRequest): Answer {
  if (kind === '429' || kind === '503') return json(Number(kind), {})
  const said = { '401': 'The token is invalid or has expired.', '403': 'The scope is not granted.', '404': 'Not found.', '500': 'An error has occurred.' } // prettier-ignore
  return failing(Number(kind), said[kind], request, 'asAsked')
}

/** In the path, in what a token is asked for with, or in the token. */
function estabIn({ path, body, authorization }: SimulatorRequest): string {
  const inPath = /^\/api\/v1\/school\/(\d{7})/i.exec(path)?.[1]
  const asked = isRecord(body) ? textOf(body['estab']) : undefined
  return inPath ?? asked ?? passOf(authorization)?.estab ?? ''
}

/** Asks with another school's token: nothing in an answer but the details of the token tells the difference. */
function elsewhere(request: SimulatorRequest, world: World): Instead | undefined {
  const insteadOf = estabIn(request)
  const asked = world.schoolOfEstab(insteadOf)
  if (!asked || /gettoken$/i.test(request.path)) return undefined
  const other =
    world.schools().find(({ id }) => id !== asked.id) ??
    world.make({ ...asked.model.plan.spec, seed: `not ${asked.id}` }, 'A school that nobody asked for')
  const id = world.estabOf(other)
  const url = request.url.replace(insteadOf, id)
  return { request: requestOf(request.method, url, request.host, `Idaas ${schoolToken(id, other)}`), id, insteadOf }
}
