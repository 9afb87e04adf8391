import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { grantedAspects } from '../../../agreement/grant-code.js'
import { currentGrant } from '../../../db/control/acceptance.js'
import { aspectsOf } from '../../../db/control/aspect.js'
import type { ApiDependencies } from '../../dependencies.js'
import { page, pageOf, pageQuery, positionOf } from '../../paging.js'
import { typed } from '../../typed.js'
import { schoolParams } from './schools.js'

const view = z.object({
  id: z.string().describe('Granted as `pupil.assessments:<id>`'),
  name: z.string().nullable(),
  granted: z.boolean(),
})
const POSITION = /^[A-Za-z0-9._-]{1,64}$/

/** The aspects of assessment that the school has, to choose among (R31): names of columns, and no result. Known once a run has listed them. */
export function aspectRoutes(app: FastifyInstance, { control }: ApiDependencies): void {
  typed(app).get(
    '/v1/schools/:schoolId/aspects',
    {
      config: { roles: ['school', 'head'] },
      schema: { params: schoolParams, querystring: pageQuery, response: { 200: pageOf(view) } },
    },
    async ({ params: { schoolId }, query: { limit, after } }) => {
      const granted = grantedAspects((await currentGrant(control, schoolId))?.items ?? [])
      const last = positionOf(after, POSITION) ?? ''
      const known = (await aspectsOf(control, schoolId)).filter(({ ref }) => ref > last).sort(byRef)
      const { data, next } = page(known, limit, ({ ref }) => ref)
      return { data: data.map(({ ref, name }) => ({ id: ref, name, granted: granted.has(ref) })), next }
    },
  )
}

const byRef = (one: { readonly ref: string }, other: { readonly ref: string }) => (one.ref < other.ref ? -1 : 1)
