import type { FastifyInstance } from 'fastify'
import { newSource } from '../../../connectors/settings.js'
import { instruct } from '../../../db/control/instruction.js'
import type { Principal } from '../../../db/control/principal.js'
import { lockSchool } from '../../../db/control/school.js'
import type { School } from '../../../db/control/school.js'
import { rebindSource } from '../../../db/control/source-binding.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { notFound } from '../../problem.js'
import { typed } from '../../typed.js'
import { ringLater } from './ring-later.js'
import { schoolView, shownSchool } from './school-view.js'
import { schoolParams } from './schools.js'
import { agreementOf } from './settings/change-settings.js'
import { refuseConnector, sealedSource } from './source/sealed-source.js'
import type { NewSourceBody } from './source/sealed-source.js'

/**
 * Where a school is read from: another MIS or connector, or new credentials for the same. It counts from the next read on; a read under way
 * ends as it began, so neither a rotation nor a move needs a pause, and a school that was paused because of its source can be resumed.
 */
export function sourceRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  typed(app).put(
    '/v1/schools/:schoolId/source',
    {
      config: { roles: ['operator'] },
      schema: { params: schoolParams, body: newSource(deps.endpoints), response: { 200: schoolView } },
    },
    async (request) => {
      const school = await changeSource(deps, request.params.schoolId, request.body, caller(request))
      ringLater(deps, school.id)
      return shownSchool(deps.control, school)
    },
  )
}

async function changeSource(
  { control, keyring, clock }: ApiDependencies,
  id: string,
  source: NewSourceBody,
  by: Principal,
): Promise<School> {
  return control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    if (!school) throw notFound()
    refuseConnector(await agreementOf(trx, school), source, 'body/connector')
    const at = clock()
    await instruct(trx, id, 'changeSource', by, at)
    await rebindSource(trx, id, await sealedSource(keyring, id, source), at)
    return school
  })
}
