import { json } from '../http/answer.js'
import { rosterShown } from '../world/shown.js'
import { collections, coreOnly, ofSchools } from './lists/collections.js'
import { rowsOf } from './lists/rows-of.js'
import { listAnswer } from './lists/list-answer.js'
import { refusal } from './refusal.js'
import { handOutToken, schoolOfBearer } from './tokens.js'
import { usualVariant, variantOf } from './variant.js'
import { isWithheld } from './withheld.js'
import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { World } from '../world/world.js'
import type { Scene, Version } from './scene.js'

interface Service {
  readonly path: string
  readonly version: Version
  /** Where tokens are handed out, below the path; Xporter's papers name both. */
  readonly tokens: readonly string[]
}

const services: readonly Service[] = [
  { path: '/ims/oneroster/v1p1', version: '1.1', tokens: ['auth/token', 'token'] },
  { path: '/ims/oneroster/rostering/v1p2', version: '1.2', tokens: ['token', 'auth/token'] },
]

/** OneRoster's rostering service by REST, versions 1.1 and 1.2, for as much of it as a consumer of rosters reads. */
export function oneroster(world: World): (request: SimulatorRequest, body: string) => Answer {
  return (request, body) => {
    const service = services.find(({ path }) => request.path.startsWith(`${path}/`))
    if (!service) return refusal(404, 'There is no such service.', usualVariant.errors)
    const parts = request.path.slice(service.path.length + 1).split('/')
    if (request.method === 'POST' && service.tokens.includes(parts.join('/'))) return handOutToken(world, request, body)
    const school = schoolOfBearer(world, request.authorization)
    if (!school) return refusal(401, 'The access token is missing or not valid.', usualVariant.errors)
    const variant = variantOf(school)
    if (request.method !== 'GET') return refusal(405, 'Rosters are only read.', variant.errors)
    const base = `http://${request.host}${service.path}`
    const scene: Scene = { school, roster: rosterShown(world, school), version: service.version, variant, base }
    return read(scene, parts, request)
  }
}

function read(scene: Scene, parts: readonly string[], request: SimulatorRequest): Answer {
  const { school, variant } = scene
  const [name = '', id, nested, ...deeper] = parts
  const unknown = refusal(404, 'There is no such object.', variant.errors)
  if (variant.routes === 'core' && (id !== undefined || !coreOnly.has(name))) return unknown
  if (name === 'demographics' && variant.scopes === 'core')
    return refusal(403, 'The scope does not reach so far.', variant.errors)
  if (isWithheld(name === 'schools' && nested !== undefined ? nested : name, variant))
    return refusal(403, 'The school does not share this.', variant.errors)
  if (name === 'schools' && nested !== undefined) {
    if (id !== school.id || deeper.length > 0 || !ofSchools.has(nested)) return unknown
    return listOf(scene, nested, request) ?? unknown
  }
  if (id === undefined) return listOf(scene, name, request) ?? unknown
  return (nested === undefined ? single(scene, name, id) : undefined) ?? unknown
}

function listOf(scene: Scene, name: string, request: SimulatorRequest): Answer | undefined {
  const collection = collections.get(name)
  return collection && listAnswer(scene, collection, rowsOf(scene, collection), request)
}

function single(scene: Scene, name: string, id: string): Answer | undefined {
  const collection = collections.get(name)
  const found = (collection ? rowsOf(scene, collection) : []).find(({ sourcedId }) => sourcedId === id)
  return collection && found && json(200, { [collection.one]: found })
}
