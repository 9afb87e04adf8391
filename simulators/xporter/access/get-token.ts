import { json } from '../../http/answer.js'
import { isRecord, textOf } from '../../json.js'
import { envelope } from '../answers/envelope.js'
import { managementSecret, RELYING_PARTY, schoolSecretOf } from './credentials.js'
import { scopeNames } from './scope-names.js'
import { tokenFor } from './token.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { SimulatedSchool } from '../../world/simulated-school.js'
import type { Scene } from '../scene.js'

const LIFETIME_MS = 5 * 86_400_000

const noParty = 'Relying Party not found for estab or secret not correct'
const paused =
  'Authorisation is currently paused while the school finalises the selection of people they wish to include in this feed.'

/** Secret for token. Whatever is wrong, the status is 200 and the envelope the same. */
export function getToken(scene: Omit<Scene, 'pass'>, request: SimulatorRequest): Answer {
  const asked = lowered(request.body)
  const estab = textOf(asked['estab']) ?? ''
  const password = textOf(asked['password']) ?? ''
  if (textOf(asked['relyingparty']) !== RELYING_PARTY || textOf(asked['thirdpartyid']) !== 'XporterOnDemand')
    return refused(noParty)
  if (estab === '') return password === managementSecret ? granted('', []) : refused(noParty)
  const school = scene.world.schoolOfEstab(estab)
  const habits = school && scene.habits.of(school.id)
  if (!habits || password !== schoolSecretOf(school, habits) || habits.authorisation === 'revoked')
    return refused(noParty)
  return habits.authorisation === 'paused' ? refused(paused) : granted(estab, grantedScopes(school))
}

/** A school's token without its secret, as the management API hands them out. */
export function schoolToken(estab: string, school: SimulatedSchool): string {
  return tokenFor({ estab, scopes: grantedScopes(school), expires: expiry() })
}

function granted(estab: string, scopes: readonly string[]): Answer {
  const expires = expiry()
  return json(200, { token: tokenFor({ estab, scopes, expires }), expires, ...envelope(null) })
}

function refused(message: string): Answer {
  const isPaused = message === paused ? { AuthorisationPaused: true } : {}
  return json(200, { token: null, expires: '0001-01-01T00:00:00', ...envelope(message), ...isPaused })
}

/** By the machine's clock, which the client has too: the school's may stand anywhere. Seven digits of a second. */
function expiry(): string {
  return new Date(Date.now() + LIFETIME_MS).toISOString().replace('Z', '2229Z')
}

function grantedScopes(school: SimulatedSchool): readonly string[] {
  const scopes = school.scopes()
  return scopeNames.filter((name) => scopes.allows(`xporter.${name}`) && !name.startsWith('Writeback'))
}

/** Names in the body are read without regard to case. */
function lowered(body: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(body)) return {}
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]))
}
