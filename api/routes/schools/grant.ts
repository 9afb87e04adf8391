import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { currentGrant } from '../../../db/control/acceptance.js'
import type { Grant } from '../../../db/control/acceptance.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { Problem } from '../../problem.js'
import { typed } from '../../typed.js'
import { ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'
import { setGrant } from './set-grant.js'

// All the items there are, and more aspects of assessment than a school chooses.
const body = z.strictObject({ items: z.array(z.string().max(100)).max(500) })
const view = z.object({ version: z.number(), items: z.array(z.string()), grantedAt: z.string() })

/** The items a school has authorised. A change counts from its commit on: the next page of a running read is gated by it (R04). */
export function grantRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  routes.get(
    '/v1/schools/:schoolId/grant',
    {
      config: { roles: ['operator', 'school', 'head'], afterEnd: 'always' },
      schema: { params: schoolParams, response: { 200: view } },
    },
    async ({ params }) => {
      const grant = await currentGrant(deps.control, params.schoolId)
      if (!grant) throw new Problem('out-of-order', 'Nothing is granted before an agreement is accepted.')
      return shown(grant)
    },
  )
  routes.put(
    '/v1/schools/:schoolId/grant',
    { config: { roles: ['school', 'head'] }, schema: { params: schoolParams, body, response: { 200: view } } },
    async (request) => {
      const grant = await setGrant(deps, {
        school: request.params.schoolId,
        act: 'setGrant',
        by: caller(request),
        items: () => request.body.items,
      })
      ringLater(deps, request.params.schoolId)
      return shown(grant)
    },
  )
}

function shown({ version, items, grantedAt }: Grant): z.infer<typeof view> {
  return { version, items: [...items], grantedAt: grantedAt.toISOString() }
}
