import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { ulid } from 'ulid'
import { z } from 'zod'
import { connectorNames } from '../../agreement/agreement.js'
import { hasRunSince, openRun } from '../../db/control/run.js'
import { lockSchool } from '../../db/control/school.js'
import { schoolsOfSource } from '../../db/control/source-binding.js'
import type { ApiDependencies } from '../dependencies.js'
import { notFound } from '../problem.js'
import { typed } from '../typed.js'
import { ringLater } from './schools/ring-later.js'

const params = z.object({ connector: z.enum(connectorNames) })
const query = z.object({ key: z.string().max(500).optional() })

// Wonde and Xporter each call the school by their own name of it; the rest of what they send is not looked at.
const hint = z.looseObject({ school_id: z.string().max(100).optional(), schoolId: z.string().max(100).optional() })

// A source that tells of each of a thousand changes must not make us ask a thousand times.
const ONE_IN_MS = 10 * 60_000

/**
 * What a source says by itself: that something about a school changed. No source signs what it sends (wonde sheet 5, xporter sheet 17), so the
 * address carries a key, and the message is a hint and nothing more: the school is read again with our own credentials, and believed as ever.
 * Whoever asks learns nothing by the answer, not even whether we know the school.
 */
export function webhookRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  // A room of its own: only here are forms read, which is how Xporter sends.
  void app.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(body.toString()))),
    )
    typed(scope).post(
      '/v1/webhooks/:connector',
      {
        config: { roles: 'anybody' },
        schema: { params, querystring: query, body: hint, response: { 202: z.object({}) } },
      },
      async (request, reply) => {
        if (!isKey(request.query.key, deps.webhookKey)) throw notFound()
        const named = request.body.school_id ?? request.body.schoolId
        const schools = named === undefined ? [] : await schoolsOfSource(deps.control, request.params.connector, named)
        for (const school of schools) await takeHint(deps, school)
        return reply.status(202).send({})
      },
    )
  })
}

function isKey(given: string | undefined, key: string | undefined): boolean {
  if (given === undefined || key === undefined) return false
  const [one, other] = [Buffer.from(given), Buffer.from(key)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Opens a run of a school that is being read, unless one began just now. A school that is paused stays so: what it waits for is a person. */
async function takeHint(deps: ApiDependencies, id: string): Promise<void> {
  const at = deps.clock()
  const opened = await deps.control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    if (school?.phase !== 'active' || (await hasRunSince(trx, id, new Date(at.getTime() - ONE_IN_MS)))) return false
    await openRun(trx, id, `hint-${ulid(at.getTime()).toLowerCase()}`, 'hint', at)
    return true
  })
  if (opened) ringLater(deps, id)
}
