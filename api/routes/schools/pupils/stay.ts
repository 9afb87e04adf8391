import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { addPeriod, dayOf } from '../../../../agreement/retention/days.js'
import { endStays, standingStay, writeStay } from '../../../../db/school/stay.js'
import type { Principal } from '../../../../db/control/principal.js'
import { caller } from '../../../caller.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { Problem } from '../../../problem.js'
import { changePerson } from '../../../records/change-person.js'
import { datesOf, datesView } from '../../../records/dates-of.js'
import { typed } from '../../../typed.js'
import { ringLater } from '../ring-later.js'
import { schoolParams } from '../schools.js'

const roles = ['school', 'head'] as const
const params = schoolParams.extend({ pupilId: z.string().max(64) })
const body = z.strictObject({ kind: z.enum(['sar', 'restriction', 'legal']), reviewBy: z.iso.date() })
const view = datesView.extend({ pupilId: z.string() })

// K18: a stay is looked at again at the latest then, and may be renewed.
const LONGEST = 'P3M'

interface Asked {
  readonly schoolId: string
  readonly pupilId: string
}

/** A stay (K18): a subject access request, a restriction or a legal claim pauses one pupil's erasure. It moves no date and shows nobody. */
export function stayRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  const url = '/v1/schools/:schoolId/pupils/:pupilId/stay'
  routes.post(
    url,
    { config: { roles, afterEnd: 'untilErased' }, schema: { params, body, response: { 201: view } } },
    async (request, reply) => reply.status(201).send(await begin(deps, request.params, request.body, caller(request))),
  )
  routes.delete(
    url,
    { config: { roles, afterEnd: 'untilErased' }, schema: { params, response: { 200: view } } },
    async (request) => end(deps, request.params, caller(request)),
  )
}

/** The same kind again renews it: from its first instant on, with the new date of review. */
async function begin(
  deps: ApiDependencies,
  { schoolId, pupilId }: Asked,
  { kind, reviewBy }: z.infer<typeof body>,
  by: Principal,
): Promise<z.infer<typeof view>> {
  const at = deps.clock()
  const today = dayOf(at.getTime())
  if (reviewBy < today || reviewBy > addPeriod(today, LONGEST))
    throw new Problem('invalid-request', 'Give a day of review from today on and at most three months ahead.', [
      { path: 'body/reviewBy', code: 'outOfRange' },
    ])
  const changed = await changePerson(deps, {
    school: schoolId,
    subject: pupilId,
    kind: 'pupil',
    act: 'stay',
    by,
    write: async (trx, instruction) => {
      const standing = await standingStay(trx.db, pupilId)
      if (standing && standing.kind !== kind)
        throw new Problem('out-of-order', 'Another kind of stay stands for this pupil; end that one first.')
      await writeStay(trx.db, { subject: pupilId, kind, from: at, reviewBy, instruction })
    },
  })
  ringLater(deps, schoolId)
  return { pupilId, ...datesOf(changed, at) }
}

async function end(deps: ApiDependencies, { schoolId, pupilId }: Asked, by: Principal): Promise<z.infer<typeof view>> {
  const at = deps.clock()
  const changed = await changePerson(deps, {
    school: schoolId,
    subject: pupilId,
    kind: 'pupil',
    act: 'endStay',
    by,
    write: async (trx) => {
      if ((await endStays(trx.db, pupilId, at)) === 0)
        throw new Problem('out-of-order', 'No stay stands for this pupil.')
    },
  })
  ringLater(deps, schoolId)
  return { pupilId, ...datesOf(changed, at) }
}
