import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listActs } from '../../db/control/audit.js'
import type { Principal } from '../../db/control/principal.js'
import { caller } from '../caller.js'
import type { ApiDependencies } from '../dependencies.js'
import { page, pageOf, pageQuery, positionOf } from '../paging.js'
import { notFound } from '../problem.js'
import { opaqueId } from '../text.js'
import { typed } from '../typed.js'

/** Spelled as it was hashed, so that a reader can compute the chain again. */
const entry = z.object({
  school: z.string(),
  seq: z.number(),
  at: z.string(),
  act: z.string(),
  by: z.string(),
  right: z.string(),
  instruction: z.number().nullable(),
  version: z.number().nullable(),
  counts: z.record(z.string(), z.number()),
  previous: z.string(),
  hash: z.string(),
})

/** What was done, by whom and on which instruction, in the order it was written. */
export function auditRoutes(app: FastifyInstance, { control }: ApiDependencies): void {
  typed(app).get(
    '/v1/audit',
    {
      config: { roles: ['operator', 'school', 'head'] },
      schema: { querystring: pageQuery.extend({ school: opaqueId.optional() }), response: { 200: pageOf(entry) } },
    },
    async (request) => {
      const { limit, after, school } = request.query
      const schools = within(caller(request), school)
      const acts = await listActs(control, schools, limit + 1, Number(positionOf(after, /^\d{1,15}$/) ?? 0))
      const { data, next } = page(acts, limit, ({ position }) => String(position))
      return { data: data.map((act) => ({ ...act, counts: { ...act.counts } })), next }
    },
  )
}

/** A school that is not the caller's looks like one that does not exist; one that has ended still has its register. */
function within({ role, schools }: Principal, asked: string | undefined): readonly string[] | 'all' {
  if (asked === undefined) return role === 'operator' ? 'all' : [...schools]
  if (role !== 'operator' && !schools.has(asked)) throw notFound()
  return [asked]
}
