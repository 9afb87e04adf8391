import { createHash } from 'node:crypto'
import { json } from '../http/answer.js'
import { variantOf } from './variant.js'
import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { SimulatedSchool } from '../world/simulated-school.js'
import type { World } from '../world/world.js'
import type { Variant } from './variant.js'

const LIVES_SECONDS = 3_600
const PREFIX = 'https://purl.imsglobal.org/spec/or/v1p2/scope/'

/** What a client of the school shows to get a token. */
export function clientOf({ id, token }: SimulatedSchool): { readonly clientId: string; readonly clientSecret: string } {
  return { clientId: `client-${id}`, clientSecret: token }
}

/** The bearer that a school's client is handed: the same each time, so that a restart of the simulator costs nobody a run. */
export function accessTokenOf({ id, token }: SimulatedSchool): string {
  return createHash('sha256').update(`oneroster ${id} ${token}`).digest('base64url')
}

export function schoolOfBearer(world: World, authorization: string | undefined): SimulatedSchool | undefined {
  const [scheme, bearer] = (authorization ?? '').split(' ')
  return scheme?.toLowerCase() === 'bearer'
    ? world.schools().find((school) => accessTokenOf(school) === bearer)
    : undefined
}

/** Whose client somebody is who shows `Basic` credentials. */
export function schoolOfBasic(world: World, authorization: string | undefined): SimulatedSchool | undefined {
  const [scheme, encoded = ''] = (authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic') return undefined
  const [id, secret] = Buffer.from(encoded, 'base64').toString().split(':').map(decodeURIComponent)
  return schoolOfClient(world, id, secret)
}

/** The token endpoint: client credentials by Basic or in the form, as the provider likes. */
export function handOutToken(world: World, request: SimulatorRequest, body: string): Answer {
  const form = new URLSearchParams(body)
  const basic = schoolOfBasic(world, request.authorization)
  const posted = schoolOfClient(world, form.get('client_id') ?? undefined, form.get('client_secret') ?? undefined)
  const school = basic ?? posted
  const { credentials, scopes }: Pick<Variant, 'credentials' | 'scopes'> = school
    ? variantOf(school)
    : { credentials: 'either', scopes: 'asked' }
  if (!school || (credentials === 'basic' && !basic) || (credentials === 'form' && !posted)) {
    return json(401, { error: 'invalid_client', error_description: 'Request contains an invalid client ID or secret' })
  }
  if ((form.get('grant_type') ?? 'client_credentials') !== 'client_credentials')
    return json(400, { error: 'unsupported_grant_type' })
  const asked = form.get('scope')
  if (scopes === 'unknown' && asked !== null) return json(400, { error: 'invalid_scope' })
  const granted = scopes === 'core' ? `${PREFIX}roster-core.readonly` : asked
  return json(200, {
    access_token: accessTokenOf(school),
    token_type: 'Bearer',
    expires_in: LIVES_SECONDS,
    ...(scopes === 'unsaid' || granted === null ? {} : { scope: granted }),
  })
}

function schoolOfClient(world: World, id: string | undefined, secret: string | undefined): SimulatedSchool | undefined {
  return world.schools().find((school) => clientOf(school).clientId === id && clientOf(school).clientSecret === secret)
}
