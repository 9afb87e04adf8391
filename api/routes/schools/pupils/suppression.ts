import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { endSuppression, suppress } from '../../../../db/school/suppress.js'
import { caller } from '../../../caller.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { Problem } from '../../../problem.js'
import { changePerson } from '../../../records/change-person.js'
import { typed } from '../../../typed.js'
import { ringLater } from '../ring-later.js'
import { schoolParams } from '../schools.js'

const roles = ['school', 'head'] as const
const params = schoolParams.extend({ pupilId: z.string().max(64) })
const view = z.object({ pupilId: z.string(), suppressed: z.boolean() })

/** The urgent route (R61), for a court order say: hidden when the answer comes, until it is taken back. It changes no date. */
export function suppressionRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  const url = '/v1/schools/:schoolId/pupils/:pupilId/suppression'
  const change = async (request: Parameters<typeof caller>[0], of: z.infer<typeof params>, hide: boolean) => {
    const at = deps.clock()
    await changePerson(deps, {
      school: of.schoolId,
      subject: of.pupilId,
      kind: 'pupil',
      act: hide ? 'suppress' : 'endSuppression',
      by: caller(request),
      write: async (trx, instruction) => {
        const told = { at, because: `instruction-${instruction}` }
        const done = await (hide ? suppress(trx, of.pupilId, told) : endSuppression(trx, of.pupilId, told))
        if (!done)
          throw new Problem('out-of-order', hide ? 'The pupil is suppressed already.' : 'The pupil is not suppressed.')
      },
    })
    ringLater(deps, of.schoolId)
    return { pupilId: of.pupilId, suppressed: hide }
  }
  routes.post(
    url,
    { config: { roles, afterEnd: 'untilErased' }, schema: { params, response: { 201: view } } },
    async (request, reply) => reply.status(201).send(await change(request, request.params, true)),
  )
  routes.delete(
    url,
    { config: { roles, afterEnd: 'untilErased' }, schema: { params, response: { 200: view } } },
    async (request) => change(request, request.params, false),
  )
}
