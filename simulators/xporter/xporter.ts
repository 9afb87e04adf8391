import { getToken } from './access/get-token.js'
import { passOf } from './access/token.js'
import { allQueries, allScopes, gdprIds, tokenDetails } from './answers/about.js'
import { copies } from './answers/copies.js'
import { failing } from './answers/envelope.js'
import { manage } from './answers/manage.js'
import { schoolData } from './answers/school-data.js'
import { snapshots } from './answers/snapshots.js'
import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { World } from '../world/world.js'
import type { SchoolsHabits } from './habits.js'
import type { Scene } from './scene.js'

/** Groupcall Xporter on Demand, for as much of it as reading people, groups and marks needs. Paths are taken without regard to case. */
export function xporter(world: World, habits: SchoolsHabits): (request: SimulatorRequest) => Answer {
  const common = { world, habits, snapshots: snapshots(), copies: copies() }
  return (request) => {
    const [, , area, ...rest] = request.path.toLowerCase().split('/')
    if (area === 'oauth') {
      if (rest[0] !== 'gettoken' || request.method !== 'POST') return failing(404, 'Not found.', request, 'statuses')
      return getToken(common, request)
    }
    const pass = passOf(request.authorization)
    if (!pass) return failing(401, 'The token is invalid or has expired.', request, errorsOf(world, habits, rest[1]))
    const scene: Scene = { ...common, pass }
    return area === 'manage' ? manage(scene, request) : version1(scene, request, rest)
  }
}

/** `/api/v1/…`. A management token opens nothing here but what any token does. */
function version1(scene: Scene, request: SimulatorRequest, [what = '', estab]: readonly string[]): Answer {
  const { pass, world, habits } = scene
  const school = world.schoolOfEstab(pass.estab)
  const errors = school ? habits.of(school.id).errors : 'asAsked'
  if (what === 'scopes') return allScopes()
  if (what === 'queries') return allQueries()
  if (!school) return failing(401, 'The token is of no school.', request, errors)
  if (what === 'tokendetails') return tokenDetails(scene, school)
  if (what === 'gdprids') return gdprIds(scene, school)
  if (what !== 'school') return failing(404, 'Not found.', request, errors)
  if (estab !== pass.estab) return failing(403, 'The token is not valid for this school.', request, errors)
  return schoolData(scene, school, request)
}

function errorsOf(world: World, habits: SchoolsHabits, estab: string | undefined) {
  const school = world.schoolOfEstab(estab ?? '')
  return school ? habits.of(school.id).errors : 'asAsked'
}
