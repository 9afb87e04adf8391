import type { FastifyInstance } from 'fastify'
import { findAgreement } from '../../../db/control/agreement-version.js'
import { findSchool } from '../../../db/control/school.js'
import { latestTermination } from '../../../db/control/termination.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { notFound } from '../../problem.js'
import { typed } from '../../typed.js'
import { ringEndingLater, ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'
import { confirmTermination } from './termination/confirm.js'
import { terminate, terminationBody } from './termination/terminate.js'
import { shownTermination, terminationView } from './termination/termination-view.js'
import { takeBackTermination } from './termination/take-back.js'

const acting = ['operator', 'head'] as const

/** The end of a school (requirements.md §4, 9): asked for, confirmed by a second person where the vendor's staff asked, taken back, watched. */
export function terminationRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  const config = { roles: acting, afterEnd: 'always' } as const
  routes.post(
    '/v1/schools/:schoolId/termination',
    { config, schema: { params: schoolParams, body: terminationBody, response: { 202: terminationView } } },
    async (request, reply) => {
      await terminate(deps, request.params.schoolId, request.body, caller(request))
      return reply.status(202).send(await rungAndShown(deps, request.params.schoolId))
    },
  )
  routes.post(
    '/v1/schools/:schoolId/termination/confirmation',
    { config, schema: { params: schoolParams, response: { 202: terminationView } } },
    async (request, reply) => {
      await confirmTermination(deps, request.params.schoolId, caller(request))
      return reply.status(202).send(await rungAndShown(deps, request.params.schoolId))
    },
  )
  routes.delete(
    '/v1/schools/:schoolId/termination',
    { config, schema: { params: schoolParams, response: { 200: terminationView } } },
    async (request) => {
      await takeBackTermination(deps, request.params.schoolId, caller(request))
      return rungAndShown(deps, request.params.schoolId)
    },
  )
  routes.get(
    '/v1/schools/:schoolId/termination',
    {
      config: { roles: ['operator', 'school', 'head'], afterEnd: 'always' },
      schema: { params: schoolParams, response: { 200: terminationView } },
    },
    async ({ params }) => shown(deps, params.schoolId),
  )
}

async function rungAndShown(deps: ApiDependencies, school: string) {
  ringLater(deps, school)
  ringEndingLater(deps, school)
  return shown(deps, school)
}

async function shown({ control, clock }: ApiDependencies, id: string) {
  const [school, termination] = await Promise.all([findSchool(control, id), latestTermination(control, id)])
  if (!school || !termination || school.accepted_version === null) throw notFound()
  const agreement = await findAgreement(control, school.agreement_id, school.accepted_version)
  if (!agreement) throw notFound()
  return shownTermination(termination, school, agreement, clock())
}
