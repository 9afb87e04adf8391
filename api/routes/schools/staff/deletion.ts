import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { KnownPerson } from '../../../../agreement/retention/known-person.js'
import type { Retention } from '../../../../agreement/retention/retention.js'
import { knownPeople } from '../../../../db/school/time/known-people.js'
import { timersOf } from '../../../../db/school/timer.js'
import { caller } from '../../../caller.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { UUID } from '../../../paging.js'
import { Problem, notFound } from '../../../problem.js'
import { changePerson } from '../../../records/change-person.js'
import { typed } from '../../../typed.js'
import { ringLater } from '../ring-later.js'
import { schoolParams } from '../schools.js'

const roles = ['school', 'head'] as const
const params = schoolParams.extend({ staffId: z.string().max(64) })
const view = z.object({ staffId: z.string(), decidedAt: z.string().nullable(), dueAt: z.string().nullable() })

/** The school decides that a disabled account goes (R37), and sees what it decided and by when the record goes anyway. */
export function deletionRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  const url = '/v1/schools/:schoolId/staff/:staffId/deletion'
  routes.post(
    url,
    { config: { roles, afterEnd: 'untilErased' }, schema: { params, response: { 201: view } } },
    async (request, reply) => {
      const { schoolId, staffId } = request.params
      const at = deps.clock()
      await changePerson(deps, {
        school: schoolId,
        subject: staffId,
        kind: 'staff',
        act: 'deleteStaff',
        by: caller(request),
        fact: { what: 'answer', value: { rule: 'staffCap', answer: 'delete' }, learnedAt: at },
        check: (person, stands) => refuseUnlessDisabled(person, stands, at),
      })
      ringLater(deps, schoolId)
      return reply.status(201).send(await deletionOf(deps, schoolId, staffId))
    },
  )
  routes.get(
    url,
    { config: { roles, afterEnd: 'untilErased' }, schema: { params, response: { 200: view } } },
    async ({ params: asked }) => deletionOf(deps, asked.schoolId, asked.staffId),
  )
}

async function deletionOf(
  { schools, keyring }: ApiDependencies,
  school: string,
  staffId: string,
): Promise<z.infer<typeof view>> {
  const { db } = await schools.open(school)
  if (!UUID.test(staffId)) throw notFound()
  const person = (await knownPeople(db, (ids) => keyring.openKeys(school, ids), [staffId])).get(staffId)
  if (person?.kind !== 'staff') throw notFound()
  const dues = (await timersOf(db, [staffId])).filter(({ planned }) => !planned).map(({ due_at }) => due_at.getTime())
  return {
    staffId,
    decidedAt: decisionIn(person)?.learnedAt.toISOString() ?? null,
    dueAt: dues.length === 0 ? null : new Date(Math.min(...dues)).toISOString(),
  }
}

function refuseUnlessDisabled(person: KnownPerson, { disabledFrom }: Retention, at: Date): void {
  if (decisionIn(person))
    throw new Problem(
      'out-of-order',
      'The school has decided this already; the account will be gone within 24 hours of that.',
    )
  if (disabledFrom === null || disabledFrom > at.getTime())
    throw new Problem(
      'out-of-order',
      'The account is not disabled; it can be deleted when this member of staff has left.',
    )
}

const decisionIn = ({ facts }: KnownPerson) => facts.find(({ what, value }) => what === 'answer' && isDelete(value))

const isDelete = (value: unknown) =>
  typeof value === 'object' && value !== null && 'answer' in value && value.answer === 'delete'
