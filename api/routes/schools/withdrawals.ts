import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { KnownPerson } from '../../../agreement/retention/known-person.js'
import type { Principal } from '../../../db/control/principal.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { Problem } from '../../problem.js'
import { changePerson } from '../../records/change-person.js'
import type { PersonChange } from '../../records/change-person.js'
import { datesOf, datesView } from '../../records/dates-of.js'
import { typed } from '../../typed.js'
import { ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'
import { setGrant } from './set-grant.js'

const roles = ['school', 'head'] as const
const body = z.union([z.strictObject({ pupilId: z.string().max(64) }), z.strictObject({ item: z.string().max(100) })])
const pupilView = datesView.extend({ pupilId: z.string() })
const view = z.union([pupilView, z.object({ item: z.string(), grantVersion: z.number() })])
const params = schoolParams.extend({ pupilId: z.string().max(64) })

/**
 * The school withdraws one pupil, or one item of everybody (K13): hidden when the answer comes, erased within 24 hours. A pupil is granted
 * again while nothing is erased; an item by granting it again.
 */
export function withdrawalRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  routes.post(
    '/v1/schools/:schoolId/withdrawals',
    { config: { roles, afterEnd: 'untilErased' }, schema: { params: schoolParams, body, response: { 201: view } } },
    async (request, reply) => {
      const { schoolId } = request.params
      const asked = request.body
      const by = caller(request)
      const done =
        'item' in asked
          ? await withdrawItem(deps, schoolId, asked.item, by)
          : await ofPupil(deps, { school: schoolId, subject: asked.pupilId, act: 'withdraw', by })
      ringLater(deps, schoolId)
      return reply.status(201).send(done)
    },
  )
  routes.delete(
    '/v1/schools/:schoolId/withdrawals/:pupilId',
    { config: { roles, afterEnd: 'untilErased' }, schema: { params, response: { 200: pupilView } } },
    async (request) => {
      const { schoolId, pupilId } = request.params
      const act = 'grantAgain' as const
      const done = await ofPupil(deps, { school: schoolId, subject: pupilId, act, by: caller(request) })
      ringLater(deps, schoolId)
      return done
    },
  )
}

type OfPupil = Pick<PersonChange, 'school' | 'subject' | 'by'> & { readonly act: 'withdraw' | 'grantAgain' }

async function ofPupil(deps: ApiDependencies, asked: OfPupil): Promise<z.infer<typeof pupilView>> {
  const at = deps.clock()
  const withdraws = asked.act === 'withdraw'
  const changed = await changePerson(deps, {
    ...asked,
    kind: 'pupil',
    fact: { what: withdraws ? 'withdrawn' : 'grantedAgain', value: { item: null }, learnedAt: at },
    check: (person) => {
      if (isWithdrawn(person) === withdraws)
        throw new Problem('out-of-order', withdraws ? 'The pupil is withdrawn already.' : 'The pupil is not withdrawn.')
    },
  })
  return { pupilId: asked.subject, ...datesOf(changed, at) }
}

async function withdrawItem(deps: ApiDependencies, school: string, item: string, by: Principal) {
  const items = (before: readonly string[]) => {
    if (!before.includes(item))
      throw new Problem('invalid-request', 'This item is not granted; GET …/grant lists those that are.', [
        { path: 'body/item', code: 'notGranted' },
      ])
    return before.filter((code) => code !== item)
  }
  const { version } = await setGrant(deps, { school, act: 'withdraw', by, items })
  return { item, grantVersion: version }
}

/** Nothing is withdrawn of one item of one pupil, so what was said last of the pupil stands. */
const isWithdrawn = ({ facts }: KnownPerson) =>
  facts.findLast(({ what }) => what === 'withdrawn' || what === 'grantedAgain')?.what === 'withdrawn'
