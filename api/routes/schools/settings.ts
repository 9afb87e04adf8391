import type { FastifyInstance } from 'fastify'
import { findSchool } from '../../../db/control/school.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { notFound } from '../../problem.js'
import { typed } from '../../typed.js'
import { ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'
import { agreementOf, changeSettings } from './settings/change-settings.js'
import { settingsBody } from './settings/settings-body.js'
import { settingsView, shownSettings } from './settings/settings-view.js'

/** What a school settles about itself within its agreement: its top year, its calendar, its contract, who may have data, whom we write to. */
export function settingsRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  const url = '/v1/schools/:schoolId/settings'
  routes.get(
    url,
    {
      config: { roles: ['operator', 'school', 'head'], afterEnd: 'untilErased' },
      schema: { params: schoolParams, response: { 200: settingsView } },
    },
    async ({ params }) => {
      const school = await findSchool(deps.control, params.schoolId)
      if (!school) throw notFound()
      return shownSettings(school, await agreementOf(deps.control, school))
    },
  )
  routes.patch(
    url,
    {
      config: { roles: ['school', 'head'], afterEnd: 'untilErased' },
      schema: { params: schoolParams, body: settingsBody, response: { 200: settingsView } },
    },
    async (request) => {
      const { school, agreement } = await changeSettings(deps, request.params.schoolId, request.body, caller(request))
      ringLater(deps, school.id)
      return shownSettings(school, agreement)
    },
  )
}
