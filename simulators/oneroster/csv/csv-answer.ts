import { problem } from '../../http/answer.js'
import { rosterShown } from '../../world/shown.js'
import { instantOf } from '../../world/world.js'
import { schoolOfBasic } from '../tokens.js'
import { variantOf } from '../variant.js'
import { csvPackage } from './package.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { SimulatedSchool } from '../../world/simulated-school.js'
import type { World } from '../../world/world.js'
import type { Scene } from '../scene.js'
import type { SpoilFile } from './package.js'

/** The school that `/oneroster/{school}.zip` names. */
export function schoolOfFile(world: World, path: string): SimulatedSchool | undefined {
  return world.school(/^\/oneroster\/(A\d+)\.zip$/.exec(path)?.[1] ?? '')
}

/** The file itself. As with such links in practice, to know the address is enough; credentials that are shown must be right. */
export function csvAnswer(world: World, request: SimulatorRequest, spoil: SpoilFile = (rows) => rows): Answer {
  const school = schoolOfFile(world, request.path)
  if (!school) return problem(404, 'There is no such file.')
  if (request.authorization !== undefined && schoolOfBasic(world, request.authorization) !== school)
    return problem(401, 'The credentials are not those of this file.')
  const version = request.query.get('version') ?? '1.1'
  if (version !== '1.1' && version !== '1.2') return problem(400, '"version" is 1.1 or 1.2.')
  const since = request.query.get('since')
  if (since !== null && Number.isNaN(Date.parse(since)))
    return problem(400, '"since" is an instant or a day, as 2026-09-01.')
  const roster = rosterShown(world, school)
  const scene: Scene = { school, roster, version, variant: variantOf(school), base: `http://${request.host}` }
  const body = csvPackage(scene, spoil, since === null ? null : { since: instantOf(since), now: world.now() })
  return { status: 200, headers: { 'content-type': 'application/zip' }, body }
}
