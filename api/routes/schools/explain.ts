import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Asked } from '../../../agreement/explain/explanation.js'
import { instruct } from '../../../db/control/instruction.js'
import type { Principal } from '../../../db/control/principal.js'
import { findSchool, lockSchool } from '../../../db/control/school.js'
import type { School } from '../../../db/control/school.js'
import { countAsked, findExplanation, keepAsked } from '../../../db/school/explain/explanation.js'
import { destroyWithKeys } from '../../../db/school/own-key.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { UUID } from '../../paging.js'
import { Problem, notFound } from '../../problem.js'
import { text } from '../../text.js'
import { typed } from '../../typed.js'
import { explanationView, shownExplanation } from './explain/explanation-view.js'
import { ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'

const roles = ['school', 'head'] as const
// As long as a connector takes an id.
const body = z.strictObject({ sourceId: text.max(100), kind: z.enum(['pupil', 'staff']).default('pupil') })
const params = schoolParams.extend({ explanationId: z.string().max(64) })

/**
 * Why a person is, or is not, here. Whom it is about comes in a body and never stands in an address: it lies sealed in the school's own database,
 * with the answer, for an hour.
 */
export function explainRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  routes.post(
    '/v1/schools/:schoolId/explain',
    { config: { roles }, schema: { params: schoolParams, body, response: { 202: z.object({ id: z.string() }) } } },
    async (request, reply) => {
      const { schoolId } = request.params
      const { kind, sourceId } = request.body
      const id = await ask(deps, schoolId, { kind, id: sourceId }, caller(request))
      ringLater(deps, schoolId)
      return reply.status(202).send({ id })
    },
  )
  routes.get(
    '/v1/schools/:schoolId/explain/:explanationId',
    { config: { roles }, schema: { params, response: { 200: explanationView } } },
    async ({ params: { schoolId, explanationId: id } }) => {
      const kept = UUID.test(id) ? await findExplanation(deps, schoolId, { id, at: deps.clock() }) : undefined
      if (!kept) throw notFound()
      return shownExplanation(id, kept)
    },
  )
}

// Each is a request or more to the source, one after the other, and the school's nights wait for them.
const MOST_AN_HOUR = 60

/** Keeps whom it is about, then the instruction, under the lock of the school that the answering takes too. */
async function ask(deps: ApiDependencies, school: string, asked: Asked, by: Principal): Promise<string> {
  refuseUnready(await findSchool(deps.control, school))
  const { db } = await deps.schools.open(school)
  if ((await countAsked(db)) >= MOST_AN_HOUR)
    throw new Problem('out-of-order', `${MOST_AN_HOUR} people were asked about within the hour; ask again later.`)
  const [id, at] = [randomUUID(), deps.clock()]
  await keepAsked(deps, school, { id, asked: JSON.stringify(asked), at })
  try {
    await deps.control.transaction().execute(async (trx) => {
      refuseUnready(await lockSchool(trx, school))
      await instruct(trx, school, 'explain', by, at)
      const soonest = sql<Date>`least(explain_at, ${at}::timestamptz)`
      await trx.updateTable('school').set({ explain_at: soonest }).where('id', '=', school).execute()
    })
  } catch (error) {
    // Nobody asked, so nothing of it may lie there.
    await destroyWithKeys(deps, school, { table: 'explanation', ids: [id] })
    throw error
  }
  return id
}

function refuseUnready(school: School | undefined): void {
  if (!school) throw notFound()
  if (school.accepted_version === null)
    throw new Problem('out-of-order', 'Nobody is looked for before the agreement is accepted.')
}
