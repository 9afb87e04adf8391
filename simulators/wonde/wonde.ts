import { json, refusal } from '../http/answer.js'
import { requestOf } from '../http/request.js'
import { tokenOf } from './bearer.js'
import { assessment } from './assessment/assessment.js'
import { attendanceCodes } from './attendance/attendance-codes.js'
import { sessionMarks } from './attendance/session-marks.js'
import { counts } from './lists/counts.js'
import { deletions } from './lists/deletions.js'
import { listings } from './lists/listings.js'
import { rosterShown } from '../world/shown.js'
import { pageCache } from './paging/page-cache.js'
import { photos } from './photos/photos.js'
import { permissionItems } from './permissions.js'
import { schoolObject } from './school-object.js'
import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { SimulatedSchool } from '../world/simulated-school.js'
import type { World } from '../world/world.js'
import type { PageCache } from './paging/page-cache.js'
import type { Scene } from './scene.js'

const notFound = refusal(404, 'resource_not_found', 'Resource not found')
const forbidden = refusal(403, 'forbidden', 'The token is not permitted to read this.')

/** Wonde's School Data Sync API, version 1.0, for as much of it as the connector's walk needs. */
export function wonde(world: World): (request: SimulatorRequest) => Answer {
  const cache = pageCache()
  return (request) => {
    const school = world.schoolOfToken(tokenOf(request.authorization) ?? '')
    if (!school) return refusal(401, 'invalid_token', 'The access token is missing or not valid.')
    if (request.method !== 'GET') return refusal(405, 'method_not_allowed', 'This simulator is only read from.')
    const [, , ...parts] = request.path.split('/')
    if (parts[0] === 'meta') return aboutSchool(world, school, parts)
    if (parts.length === 0) return json(200, { data: [] })
    if (parts[0] === 'attendance-codes') return attendanceCodes()
    if (parts[0] !== 'schools') return notFound
    const [, id, collection, item] = parts
    if (id === undefined || id === 'approved') return schoolList(school, request)
    if (id !== school.id) return world.school(id) ? forbidden : notFound
    if (collection === undefined)
      return json(200, { data: schoolObject(school, request.host), meta: { includes: ['cbds'] } })
    return ofSchool({ world, school, request: capped(school, request), cache }, collection, item)
  }
}

function schoolList(school: SimulatedSchool, request: SimulatorRequest): Answer {
  const pagination = { next: null, previous: null, more: false, per_page: 50, current_page: 1 }
  return json(200, { data: [schoolObject(school, request.host)], meta: { pagination, includes: ['cbds'] } })
}

function aboutSchool(world: World, school: SimulatedSchool, parts: readonly string[]): Answer {
  const [, schools, id, what] = parts
  if (schools !== 'schools' || id === undefined) return notFound
  if (id !== school.id) return world.school(id) ? forbidden : notFound
  if (what === undefined) {
    return json(200, { data: { online: true, approved: true, audited: true, custom_attendance_codes: false } })
  }
  return what === 'permissions' ? json(200, { data: permissionItems(school.scopes()) }) : notFound
}

/** Less on a page than is asked for, without a word. */
function capped(school: SimulatedSchool, request: SimulatorRequest): SimulatorRequest {
  const { rowsAPage } = school.shown()
  if (rowsAPage === null || Number(request.query.get('per_page')) <= rowsAPage) return request
  const query = new URLSearchParams(request.query)
  query.set('per_page', String(rowsAPage))
  return requestOf(request.method, `${request.path}?${query.toString()}`, request.host, request.authorization)
}

interface Visit {
  readonly world: World
  readonly school: SimulatedSchool
  readonly request: SimulatorRequest
  readonly cache: PageCache
}

function ofSchool({ world, school, request, cache }: Visit, collection: string, item: string | undefined): Answer {
  const roster = rosterShown(world, school)
  const scene: Scene = { schoolId: school.id, seed: school.model.plan.seed, roster, scopes: school.scopes() }
  if (collection === 'counts') return scene.scopes.allows('counts') ? counts(scene, request.query) : forbidden
  if (collection === 'deletions') return scene.scopes.allows('deletions') ? deletions(scene, request) : forbidden
  const beside =
    attendanceOf(scene, collection, item) ?? assessment(scene, collection, item) ?? photos(scene, collection, item)
  if (beside) return cache.answer(request.host + request.url, scene, () => beside(request))
  const listing = listings.get(collection)
  if (!listing) return notFound
  if (!scene.scopes.allows(listing.identity)) return forbidden
  if (item !== undefined) return listing.item(scene, request, item)
  return cache.answer(request.host + request.url, scene, () => listing.list(scene, request))
}

/** What answers for one of the lists of attendance; nothing where the path is another's. */
function attendanceOf(
  scene: Scene,
  collection: string,
  item: string | undefined,
): ((request: SimulatorRequest) => Answer) | undefined {
  const permitted = (identity: string, answer: (request: SimulatorRequest) => Answer) =>
    scene.scopes.allows(identity) ? answer : () => forbidden
  switch (`${collection}/${item ?? ''}`) {
    case 'attendance/session':
      return permitted('attendance', (request) => sessionMarks('pupils', scene, request))
    case 'attendance-leavers/session':
      return permitted('attendance_leavers', (request) => sessionMarks('leavers', scene, request))
    case 'attendance-codes/':
      return permitted('attendance_codes', attendanceCodes)
    default:
      return undefined
  }
}
