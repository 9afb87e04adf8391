import { json, problem } from '../http/answer.js'
import { isRecord, textsOf } from '../json.js'
import { dayOf } from '../model/calendar.js'
import { instantOf } from '../world/world.js'
import { readVariant } from '../oneroster/read-variant.js'
import { playVariant, variantOf } from '../oneroster/variant.js'
import { isPermission } from '../wonde/permissions.js'
import { enterEvents } from './enter-events.js'
import { schoolFacts } from './school-facts.js'
import { truth } from './truth.js'
import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { SimulatedSchool } from '../world/simulated-school.js'
import type { World } from '../world/world.js'

/** What the control plane says of, and does to, one school. */
export function ofSchool(
  world: World,
  id: string,
  act: string | undefined,
  request: SimulatorRequest,
  body: unknown,
): Answer {
  const school = world.school(id)
  if (!school) return problem(404, 'No simulated school has that id.')
  switch (`${request.method} ${act ?? ''}`) {
    case 'GET ':
      return json(200, { data: schoolFacts(school, request.host) })
    case 'GET truth':
      return truthAt(world, school, request.query.get('at'))
    case 'POST events':
      return enterEvents(world, school, body)
    case 'GET permissions':
      return json(200, { data: { denied: school.scopes().denied } })
    case 'PUT permissions':
      return setPermissions(world, school, body)
    case 'GET oneroster':
      return json(200, { data: variantOf(school) })
    case 'PUT oneroster':
      return setVariant(school, body)
    default:
      return problem(404, 'A simulated school has truth, events, permissions and a way of its own in OneRoster.')
  }
}

function truthAt(world: World, school: SimulatedSchool, at: string | null): Answer {
  if (at !== null && Number.isNaN(Date.parse(at))) return problem(400, '"at" is an instant or a day.')
  const day = at === null ? world.today() : dayOf(instantOf(at))
  return { status: 200, body: truth(school.rosterOn(day)) }
}

function setVariant(school: SimulatedSchool, body: unknown): Answer {
  const variant = readVariant(body)
  if (typeof variant === 'string') return problem(400, variant)
  playVariant(school, variant)
  return json(200, { data: variant })
}

function setPermissions(world: World, school: SimulatedSchool, body: unknown): Answer {
  const denied = textsOf(isRecord(body) ? body['denied'] : undefined)
  if (!denied) return problem(400, '"denied" is a list of permission identities.')
  const unknown = denied.find((identity) => !isPermission(identity))
  if (unknown !== undefined) return problem(400, `There is no permission ${unknown}.`)
  school.deny(denied)
  world.save()
  return json(200, { data: { denied } })
}
