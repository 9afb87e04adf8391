import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findSchool } from '../../../db/control/school.js'
import type { School } from '../../../db/control/school.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { page, pageOf, pageQuery, positionOf } from '../../paging.js'
import { notFound } from '../../problem.js'
import { opaqueId } from '../../text.js'
import { typed } from '../../typed.js'
import { newSchool } from './new-school.js'
import { registerSchool } from './register.js'
import { schoolView, shownSchool } from './school-view.js'

export const schoolParams = z.object({ schoolId: opaqueId })

/** Registering a school, and how each stands. */
export function schoolRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const { control } = deps
  const routes = typed(app)
  routes.post(
    '/v1/schools',
    { config: { roles: ['operator'] }, schema: { body: newSchool(deps.endpoints), response: { 201: schoolView } } },
    async (request, reply) => {
      const school = await registerSchool(deps, request.body, caller(request))
      return reply.status(201).send(await shownSchool(control, school))
    },
  )
  routes.get(
    '/v1/schools',
    {
      config: { roles: ['operator', 'school', 'head'] },
      schema: { querystring: pageQuery, response: { 200: pageOf(schoolView) } },
    },
    async (request) => {
      const { limit, after } = request.query
      const found = await schoolsAfter(request, positionOf(after, /^[a-z0-9-]+$/), limit + 1)
      const { data, next } = page(found, limit, ({ id }) => id)
      return { data: await Promise.all(data.map((school) => shownSchool(control, school))), next }
    },
  )
  routes.get(
    '/v1/schools/:schoolId',
    {
      config: { roles: ['operator', 'school', 'head'], afterEnd: 'always' },
      schema: { params: schoolParams, response: { 200: schoolView } },
    },
    async ({ params }) => {
      const school = await findSchool(control, params.schoolId)
      if (!school) throw notFound()
      return shownSchool(control, school)
    },
  )

  async function schoolsAfter(
    request: Parameters<typeof caller>[0],
    after: string | undefined,
    limit: number,
  ): Promise<readonly School[]> {
    const { role, schools } = caller(request)
    return control
      .selectFrom('school')
      .selectAll()
      .where('id', '>', after ?? '')
      .$if(role !== 'operator', (query) => query.where('id', 'in', ['', ...schools]))
      .orderBy('id')
      .limit(limit)
      .execute()
  }
}
