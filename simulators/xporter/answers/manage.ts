import { json } from '../../http/answer.js'
import { isRecord, listOf, textOf } from '../../json.js'
import { schoolToken } from '../access/get-token.js'
import { failing } from './envelope.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Scene } from '../scene.js'

/** `/api/manage/…`, for a management token only. */
export function manage(scene: Scene, request: SimulatorRequest): Answer {
  const [, , , what = ''] = request.path.toLowerCase().split('/')
  if (scene.pass.estab !== '') return failing(401, 'A management token is needed here.', request, 'asAsked')
  if (what === 'getxodschooltokens' && request.method === 'GET') return schoolTokens(scene)
  if (what === 'schoolregister' && request.method === 'POST') return invite(scene, request.body)
  return failing(404, 'Nothing is managed here.', request, 'asAsked')
}

/** A ready token for each school that authorised the application. */
function schoolTokens({ world, habits }: Scene): Answer {
  const authorised = world.schools().filter(({ id }) => habits.of(id).authorisation === 'granted')
  const Tokens = authorised.map((school) => ({
    estab: world.estabOf(school),
    token: schoolToken(world.estabOf(school), school),
  }))
  return json(200, { Tokens })
}

/** An invitation to schools: nobody is written to; known schools are in order. */
function invite({ world }: Scene, body: unknown): Answer {
  const asked = listOf(isRecord(body) ? body['Schools'] : undefined)
  const Schools = asked.map((one) => {
    const [LeaCode, DfesCode] = isRecord(one) ? [textOf(one['LeaCode']), textOf(one['DfesCode'])] : []
    const known = world.schoolOfEstab(`${LeaCode ?? ''}${DfesCode ?? ''}`) !== undefined
    return { LeaCode, DfesCode, Status: known ? 'OK' : 'Error', Message: known ? null : 'School not found in EduBase' }
  })
  return json(200, { Schools })
}
