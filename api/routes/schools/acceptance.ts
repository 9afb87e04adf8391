import type { FastifyInstance } from 'fastify'
import type { Transaction } from 'kysely'
import { ulid } from 'ulid'
import { z } from 'zod'
import type { Agreement } from '../../../agreement/agreement.js'
import { isGrantCode, itemOf } from '../../../agreement/grant-code.js'
import type { GrantCode } from '../../../agreement/grant-code.js'
import { checkGrant, defaultGrant } from '../../../agreement/grant.js'
import { currentGrant, writeGrant } from '../../../db/control/acceptance.js'
import { findAgreement } from '../../../db/control/agreement-version.js'
import type { ControlDatabase } from '../../../db/control/database.js'
import { noteInForce } from '../../../db/control/in-force.js'
import { instruct } from '../../../db/control/instruction.js'
import type { Principal } from '../../../db/control/principal.js'
import { openRun } from '../../../db/control/run.js'
import { lockSchool } from '../../../db/control/school.js'
import { rulesInForce } from '../../../db/control/timed-by.js'
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
  items: z.array(z.string().max(100)).max(500).optional(),
})
const view = z.object({
  schoolId: z.string(),
  version: z.number(),
  acceptedAt: z.string(),
  items: z.array(z.string()),
  /** Null while the school is paused: a run begins when it is resumed. */
  runId: z.string().nullable(),
})

/**
 * The head's yes to one version. Nothing is read before the first (R19), with which the first run begins; a later one is for a version that
 * allows more, and grants nothing by itself (K05): what was authorised stays, as far as the version speaks of it.
 */
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
    if (school.accepted_version !== null && school.accepted_version >= version)
      throw new Problem('out-of-order', 'This version is in force already; change the grant instead.')
    const before = await currentGrant(trx, id)
    const chosen = items ?? before?.items.filter(isOf(agreement)) ?? defaultGrant(agreement)
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
    await noteInForce(trx, { school: id, version, instruction, at })
    const timed_by = rulesInForce({ ...school, accepted_version: version })
    await trx
      .updateTable('school')
      // Before the first grant nothing is stored that would have to be stripped, and nobody whose dates would have to be computed anew.
      .set({
        accepted_version: version,
        // A contract that has a last day is asked about, whether or not its school can ever be read.
        ...(before === undefined && {
          stripped_version: 1,
          timed_by,
          next_ask_at: school.contract.endsOn === undefined ? null : at,
        }),
      })
      .where('id', '=', id)
      .execute()
    const granted = chosen.filter(isGrantCode)
    await writeGrant(trx, { school: id, version: (before?.version ?? 0) + 1, items: granted, instruction, at })
    const runId = school.phase === 'paused' ? null : await openRunFor(trx, id, before === undefined, at)
    return { schoolId: id, version, acceptedAt: at.toISOString(), items: granted, runId }
  })
}

const isOf =
  ({ items }: Agreement) =>
  (entry: GrantCode) =>
    items.some(({ code }) => code === itemOf(entry))

/** While a run is open, that one goes on. */
function openRunFor(trx: Transaction<ControlDatabase>, id: string, isFirst: boolean, at: Date): Promise<string> {
  const mark = ulid(at.getTime()).toLowerCase()
  return isFirst ? openRun(trx, id, `first-${mark}`, 'first', at) : openRun(trx, id, `manual-${mark}`, 'manual', at)
}
