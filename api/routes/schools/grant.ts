import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { checkGrant, narrowed } from '../../../agreement/grant.js'
import { isItemCode } from '../../../agreement/items.js'
import { currentGrant, writeGrant } from '../../../db/control/acceptance.js'
import type { Grant } from '../../../db/control/acceptance.js'
import { findAgreement } from '../../../db/control/agreement-version.js'
import { instruct } from '../../../db/control/instruction.js'
import type { Principal } from '../../../db/control/principal.js'
import { lockSchool } from '../../../db/control/school.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { Problem, notFound } from '../../problem.js'
import { typed } from '../../typed.js'
import { grantFaults } from './grant-faults.js'
import { ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'

const body = z.strictObject({ items: z.array(z.string().max(100)).max(200) })
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
      const grant = await setGrant(deps, request.params.schoolId, request.body.items, caller(request))
      ringLater(deps, request.params.schoolId)
      return shown(grant)
    },
  )
}

async function setGrant(
  { control, clock }: ApiDependencies,
  id: string,
  codes: readonly string[],
  by: Principal,
): Promise<Grant> {
  return control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    if (!school) throw notFound()
    const before = await currentGrant(trx, id)
    const agreement =
      school.accepted_version === null
        ? undefined
        : await findAgreement(trx, school.agreement_id, school.accepted_version)
    if (!before || !agreement)
      throw new Problem('out-of-order', 'Accept the agreement first; the acceptance makes the first grant.')
    grantFaults(checkGrant(agreement, codes))
    const items = codes.filter(isItemCode)
    const same = items.length === before.items.length && narrowed(before.items, items).length === 0
    if (same) return before
    const at = clock()
    const version = before.version + 1
    await writeGrant(trx, { school: id, version, items, instruction: await instruct(trx, id, 'setGrant', by, at), at })
    return { version, items, grantedAt: at }
  })
}

function shown({ version, items, grantedAt }: Grant): z.infer<typeof view> {
  return { version, items: [...items], grantedAt: grantedAt.toISOString() }
}
