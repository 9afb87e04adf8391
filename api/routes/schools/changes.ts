import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { acknowledge, lastSeq, listChanges } from '../../../db/school/change.js'
import type { Change } from '../../../db/school/change.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { page, pageOf, pageQuery, positionOf } from '../../paging.js'
import { Problem } from '../../problem.js'
import { typed } from '../../typed.js'
import { schoolParams } from './schools.js'

const entry = z.object({
  seq: z.number(),
  at: z.string(),
  op: z.enum(['added', 'changed', 'removed', 'restored', 'erased']),
  kind: z.string(),
  recordId: z.string(),
  subjectId: z.string().nullable(),
  from: z.string().optional(),
  runId: z.string(),
})
const ack = z.strictObject({ upToSeq: z.number().int().nonnegative() })

/** The feed: what changed, in order, and how far the application has done the same. */
export function changeRoutes(app: FastifyInstance, { schools, clock }: ApiDependencies): void {
  const routes = typed(app)
  routes.get(
    '/v1/schools/:schoolId/changes',
    {
      config: { roles: ['school', 'head', 'application'] },
      schema: { params: schoolParams, querystring: pageQuery, response: { 200: pageOf(entry) } },
    },
    async ({ params, query: { limit, after } }) => {
      const { db } = await schools.open(params.schoolId)
      const changes = await listChanges(db, Number(positionOf(after, /^\d{1,15}$/) ?? 0), limit + 1)
      return page(changes, limit, ({ seq }) => String(seq), shown)
    },
  )
  routes.post(
    '/v1/schools/:schoolId/changes/ack',
    { config: { roles: ['application'] }, schema: { params: schoolParams, body: ack, response: { 200: ack } } },
    async (request) => {
      const { db } = await schools.open(request.params.schoolId)
      const { upToSeq } = request.body
      if (upToSeq > (await lastSeq(db)))
        throw new Problem('invalid-request', 'The feed has no such entry yet.', [
          { path: 'body/upToSeq', code: 'beyondFeed' },
        ])
      await acknowledge(db, caller(request).id, upToSeq, clock())
      return { upToSeq }
    },
  )
}

function shown({ at, from, ...change }: Change): z.infer<typeof entry> {
  return { ...change, at: at.toISOString(), ...(from && { from: from.toISOString() }) }
}
