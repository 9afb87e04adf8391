import type { FastifyInstance } from 'fastify'
import { ulid } from 'ulid'
import { z } from 'zod'
import { instruct } from '../../../db/control/instruction.js'
import type { Principal } from '../../../db/control/principal.js'
import { findRun, listRuns, openRun } from '../../../db/control/run.js'
import { lockSchool } from '../../../db/control/school.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { page, pageOf, pageQuery, positionOf } from '../../paging.js'
import { Problem, notFound } from '../../problem.js'
import { opaqueId } from '../../text.js'
import { typed } from '../../typed.js'
import { ringLater } from './ring-later.js'
import { runView, shownRun } from './run-view.js'
import { askToRevert } from './syncs/revert.js'
import { schoolParams } from './schools.js'

const roles = ['operator', 'school', 'head'] as const
const runParams = schoolParams.extend({ runId: opaqueId })

/** Starting a run now, what became of each, and undoing one. */
export function syncRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  routes.post(
    '/v1/schools/:schoolId/syncs',
    { config: { roles }, schema: { params: schoolParams, response: { 202: z.object({ runId: z.string() }) } } },
    async (request, reply) => {
      const runId = await askForRun(deps, request.params.schoolId, caller(request))
      ringLater(deps, request.params.schoolId)
      return reply.status(202).send({ runId })
    },
  )
  routes.get(
    '/v1/schools/:schoolId/syncs',
    {
      config: { roles, afterEnd: 'always' },
      schema: { params: schoolParams, querystring: pageQuery, response: { 200: pageOf(runView) } },
    },
    async ({ params, query: { limit, after } }) => {
      const runs = await listRuns(deps.control, params.schoolId, limit + 1, positionOf(after, /^[a-z0-9-]+$/))
      const { data, next } = page(runs, limit, ({ id }) => id)
      return { data: data.map(shownRun), next }
    },
  )
  routes.get(
    '/v1/schools/:schoolId/syncs/:runId',
    { config: { roles, afterEnd: 'always' }, schema: { params: runParams, response: { 200: runView } } },
    async ({ params }) => {
      const run = await findRun(deps.control, params.schoolId, params.runId)
      if (!run) throw notFound()
      return shownRun(run)
    },
  )
  routes.post(
    '/v1/schools/:schoolId/syncs/:runId/revert',
    { config: { roles }, schema: { params: runParams, response: { 202: z.object({ runId: z.string() }) } } },
    async (request, reply) => {
      const { schoolId, runId: of } = request.params
      const runId = await askToRevert(deps, { school: schoolId, of, by: caller(request) })
      ringLater(deps, schoolId)
      return reply.status(202).send({ runId })
    },
  )
}

/** Opens a run, readable from now on; while one is open, that one is answered. */
async function askForRun({ control, clock }: ApiDependencies, id: string, by: Principal): Promise<string> {
  return control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    if (!school) throw notFound()
    if (school.accepted_version === null)
      throw new Problem('out-of-order', 'Nothing is synchronised before the agreement is accepted.')
    if (school.phase === 'paused')
      throw new Problem('out-of-order', 'The school is paused; resume it, and a run begins.')
    const at = clock()
    await instruct(trx, id, 'sync', by, at)
    return openRun(trx, id, `manual-${ulid(at.getTime()).toLowerCase()}`, 'manual', at)
  })
}
