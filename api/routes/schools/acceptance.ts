import type { FastifyInstance } from 'fastify'
import { ulid } from 'ulid'
import { z } from 'zod'
import { checkGrant, defaultGrant } from '../../../agreement/grant.js'
import { isItemCode } from '../../../agreement/items.js'
import { writeGrant } from '../../../db/control/acceptance.js'
import { findAgreement } from '../../../db/control/agreement-version.js'
import { instruct } from '../../../db/control/instruction.js'
import type { Principal } from '../../../db/control/principal.js'
import { openRun } from '../../../db/control/run.js'
import { lockSchool } from '../../../db/control/school.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { Problem, notFound } from '../../problem.js'
import { text } from '../../text.js'
import { typed } from '../../typed.js'
import { grantFaults } from './grant-faults.js'
import { ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'

const body = z.strictObject({
  version: z.int32().positive(),
  acceptedBy: z.strictObject({ name: text, role: text }),
  /** Items ticked; without it, what the agreement grants unless somebody says otherwise. */
  items: z.array(z.string().max(100)).max(200).optional(),
})
const view = z.object({
  schoolId: z.string(),
  version: z.number(),
  acceptedAt: z.string(),
  items: z.array(z.string()),
  runId: z.string(),
})

/** The head's yes to one version. Nothing is read before it (R19); the first run begins with it. */
export function acceptanceRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  typed(app).post(
    '/v1/schools/:schoolId/acceptance',
    { config: { roles: ['head'] }, schema: { params: schoolParams, body, response: { 201: view } } },
    async (request, reply) => {
      const accepted = await accept(deps, request.params.schoolId, request.body, caller(request))
      ringLater(deps, request.params.schoolId)
      return reply.status(201).send(accepted)
    },
  )
}

async function accept(
  { control, clock }: ApiDependencies,
  id: string,
  { version, acceptedBy, items }: z.infer<typeof body>,
  by: Principal,
) {
  return control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    if (!school) throw notFound()
    const agreement = await findAgreement(trx, school.agreement_id, version)
    if (!agreement)
      throw new Problem('invalid-request', 'Accept a version that GET /v1/agreements lists.', [
        { path: 'body/version', code: 'unknown' },
      ])
    if (school.accepted_version !== null)
      throw new Problem('out-of-order', 'A version is accepted already; change the grant instead.')
    const chosen = items ?? defaultGrant(agreement)
    grantFaults(checkGrant(agreement, chosen))
    const at = clock()
    const instruction = await instruct(trx, id, 'accept', by, at, version)
    await trx
      .insertInto('acceptance')
      .values({
        school_id: id,
        version,
        accepted_by: JSON.stringify(acceptedBy),
        principal_id: by.id,
        instruction,
        accepted_at: at,
      })
      .execute()
    await trx
      .updateTable('school')
      .set({ accepted_version: version, stripped_version: 1 })
      .where('id', '=', id)
      .execute()
    const granted = chosen.filter(isItemCode)
    await writeGrant(trx, { school: id, version: 1, items: granted, instruction, at })
    const runId = await openRun(trx, id, `first-${ulid(at.getTime()).toLowerCase()}`, 'first', at)
    return { schoolId: id, version, acceptedAt: at.toISOString(), items: granted, runId }
  })
}
