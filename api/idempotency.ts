import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { claimRequest, freeRequest, keepAnswer } from '../db/control/request-key.js'
import type { RequestKey } from '../db/control/request-key.js'
import { keyedHash } from '../vault/keyed-hash.js'
import type { ApiDependencies } from './dependencies.js'
import { PROBLEM_JSON, Problem } from './problem.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** Claimed by this request, to be answered or freed when it ends. */
    requestKey: RequestKey | null
  }
}

const LONGEST_KEY = 255

/** Same key and body, same answer; same key, other body, 422; while the first is running, 409. */
export function honourIdempotencyKeys(app: FastifyInstance, { control, keyring, clock }: ApiDependencies): void {
  app.decorateRequest('requestKey', null)
  app.addHook('preHandler', async (request, reply) => {
    const header = request.headers['idempotency-key']
    if (request.method !== 'POST' || typeof header !== 'string' || !request.caller) return undefined
    if (header === '' || header.length > LONGEST_KEY)
      throw new Problem('malformed-request', `An Idempotency-Key has 1 to ${LONGEST_KEY} characters.`)
    // Keyed, so that the row does not let anybody test what a body said.
    const key = requestKey(request, header, request.caller.id, await keyring.schoolKey('platform', 'digest'))
    const claim = await claimRequest(control, key, clock())
    if (claim.state === 'running')
      throw new Problem('request-running', 'Wait until the first request with this key has ended.')
    if (claim.state === 'otherBody') throw new Problem('key-reused', 'Use a new key for another body or address.')
    if (claim.state === 'answered') {
      if (claim.status >= 400) reply.type(PROBLEM_JSON)
      return reply.status(claim.status).header('idempotency-replayed', 'true').send(claim.answer)
    }
    request.requestKey = key
    return undefined
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.requestKey
    if (key === null) return payload
    request.requestKey = null
    const kept = reply.statusCode < 500 && typeof payload === 'string'
    await (kept ? keepAnswer(control, key, reply.statusCode, JSON.parse(payload)) : freeRequest(control, key))
    return payload
  })
}

function requestKey(
  request: FastifyRequest,
  header: string,
  principal: string,
  secret: Parameters<typeof keyedHash>[0],
): RequestKey {
  const { url = '', schema } = request.routeOptions
  // A route that takes no body is asked the same whatever came with it.
  const body: unknown = schema?.body === undefined ? null : request.body
  // As JSON a file would be four times as large.
  const said = Buffer.isBuffer(body) ? body : JSON.stringify(body)
  return {
    principal,
    route: `${request.method} ${url}`,
    keyHash: createHash('sha256').update(header).digest(),
    bodyHash: keyedHash(secret, request.url, said),
  }
}
