import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { grantedItems } from '../../../agreement/grant-code.js'
import { currentGrant } from '../../../db/control/acceptance.js'
import { findCountedHold, holdStates, listHolds } from '../../../db/school/hold/hold.js'
import type { CountedHold } from '../../../db/school/hold/hold.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { UUID, page, pageOf, pageQuery, positionOf } from '../../paging.js'
import { notFound } from '../../problem.js'
import { typed } from '../../typed.js'
import { decideHold } from './holds/decide-hold.js'
import { holdView, shownHold } from './holds/hold-view.js'
import { readWaiting } from './holds/read-waiting.js'
import { shownWaiting, waitingView } from './holds/waiting-view.js'
import { ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'

const query = pageQuery.extend({ state: z.enum(holdStates).optional() })
const params = schoolParams.extend({ holdId: z.string().max(64) })
// A body of the largest size holds some 1,600 ids.
const body = z.strictObject({ changes: z.array(z.string().regex(UUID)).min(1).max(1_500).optional() }).nullish()
const decidedView = holdView.extend({ decided: z.number() })
const decisions = ['release', 'reject', 'defer'] as const

/** What waits for a person, record by record and field by field, and the decision about it (R08, K14). */
export function holdRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  const readers = ['operator', 'school', 'head'] as const
  routes.get(
    '/v1/schools/:schoolId/holds',
    {
      config: { roles: readers },
      schema: { params: schoolParams, querystring: query, response: { 200: pageOf(holdView) } },
    },
    async ({ params: { schoolId }, query: { state, limit, after } }) => {
      const { db } = await deps.schools.open(schoolId)
      const holds = await listHolds(db, { state, limit: limit + 1, after: positionOf(after, PLACE) })
      const { data, next } = page(holds, limit, ({ opened_at, id }) => `${opened_at.toISOString()} ${id}`)
      return { data: data.map(shownHold), next }
    },
  )
  routes.get(
    '/v1/schools/:schoolId/holds/:holdId',
    {
      config: { roles: readers },
      schema: { params, querystring: pageQuery, response: { 200: holdView.extend({ changes: pageOf(waitingView) }) } },
    },
    async (request) => {
      const { schoolId, holdId } = request.params
      const { limit, after } = request.query
      const hold = await holdOf(deps, schoolId, holdId)
      const { db } = await deps.schools.open(schoolId)
      const granted = grantedItems((await currentGrant(deps.control, schoolId))?.items ?? [])
      const reader = { db, keyring: deps.keyring, school: schoolId, granted }
      const rows = await readWaiting(reader, { hold: holdId, limit: limit + 1, after: positionOf(after, UUID) })
      const mayRead = caller(request).role !== 'operator'
      const { data, next } = page(rows, limit, ({ id }) => id)
      return { ...shownHold(hold), changes: { data: data.map((row) => shownWaiting(row, mayRead)), next } }
    },
  )
  for (const decision of decisions)
    routes.post(
      `/v1/schools/:schoolId/holds/:holdId/${decision}`,
      { config: { roles: ['school', 'head'] }, schema: { params, body, response: { 202: decidedView } } },
      async (request, reply) => {
        const { schoolId, holdId } = request.params
        const given = { school: schoolId, hold: holdId, changes: request.body?.changes, decision, by: caller(request) }
        const { decided } = await decideHold(deps, given)
        ringLater(deps, schoolId)
        return reply.status(202).send({ ...shownHold(await holdOf(deps, schoolId, holdId)), decided })
      },
    )
}

const PLACE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function holdOf({ schools }: ApiDependencies, school: string, id: string): Promise<CountedHold> {
  const { db } = await schools.open(school)
  const hold = UUID.test(id) ? await findCountedHold(db, id) : undefined
  if (!hold) throw notFound()
  return hold
}
