import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { startOf } from '../../../agreement/retention/days.js'
import type { KnownPerson } from '../../../agreement/retention/known-person.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { UUID } from '../../paging.js'
import { Problem } from '../../problem.js'
import { changePerson } from '../../records/change-person.js'
import type { PersonChange } from '../../records/change-person.js'
import { datesOf } from '../../records/dates-of.js'
import { typed } from '../../typed.js'
import { ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'

const roles = ['school', 'head'] as const
const body = z.strictObject({
  pupilId: z.string().regex(UUID),
  leftOn: z.iso.date().optional(),
  receivedAt: z.iso.datetime({ offset: true }).optional(),
})
const params = schoolParams.extend({ pupilId: z.string().max(64) })
const view = z.object({ pupilId: z.string(), wins: z.string().nullable(), dueAt: z.string().nullable() })

/** The school informs that a pupil left (R14, K23), and takes a wrong notice back while nothing is erased. */
export function leaverRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  routes.post(
    '/v1/schools/:schoolId/leavers',
    { config: { roles, afterEnd: 'untilErased' }, schema: { params: schoolParams, body, response: { 201: view } } },
    async (request, reply) => {
      const { pupilId, leftOn, receivedAt } = request.body
      const at = receivedAt === undefined ? deps.clock() : new Date(receivedAt)
      if (at > deps.clock())
        throw new Problem('invalid-request', 'Give the instant at which the school told you; it lies ahead.')
      const change: PersonChange = {
        school: request.params.schoolId,
        subject: pupilId,
        kind: 'pupil',
        act: 'leaver',
        by: caller(request),
        fact: { what: 'notice', value: { by: 'api', leftOn: leftOn ?? null }, learnedAt: at },
        check: (person) => refuseEarlier(person, leftOn),
      }
      return reply.status(201).send(await carriedOut(deps, change))
    },
  )
  routes.delete(
    '/v1/schools/:schoolId/leavers/:pupilId',
    { config: { roles, afterEnd: 'untilErased' }, schema: { params, response: { 200: view } } },
    async (request) => {
      const { schoolId, pupilId } = request.params
      return carriedOut(deps, {
        school: schoolId,
        subject: pupilId,
        kind: 'pupil',
        act: 'takeBackLeaver',
        by: caller(request),
        fact: { what: 'noticeTakenBack', value: null, learnedAt: deps.clock() },
        check: refuseWithoutNotice,
      })
    },
  )
}

async function carriedOut(deps: ApiDependencies, change: PersonChange): Promise<z.infer<typeof view>> {
  const changed = await changePerson(deps, change)
  ringLater(deps, change.school)
  const { wins, dueAt } = datesOf(changed, deps.clock())
  return { pupilId: change.subject, wins, dueAt }
}

/** A person's mistake is said at once; what the MIS contradicts would be a finding (issue: bad input). */
function refuseEarlier(person: KnownPerson, leftOn: string | undefined): void {
  const spell = person.facts.findLast(({ what }) => what === 'spell')?.value
  const start: unknown = Array.isArray(spell) ? spell[0] : null
  if (leftOn !== undefined && typeof start === 'string' && startOf(leftOn) < startOf(start))
    throw new Problem(
      'invalid-request',
      'The pupil would leave before starting; give a last day on roll from the first one on.',
    )
}

function refuseWithoutNotice({ facts }: KnownPerson): void {
  const last = facts.findLast(
    ({ what, value }) => what === 'noticeTakenBack' || (what === 'notice' && isTheSchools(value)),
  )
  if (last?.what !== 'notice')
    throw new Problem('out-of-order', 'The school has given no notice about this pupil that stands.')
}

const isTheSchools = (value: unknown) =>
  typeof value === 'object' && value !== null && 'by' in value && value.by === 'api'
