import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { londonDay } from '../../../agreement/calendar.js'
import { ruleCodes } from '../../../agreement/retention/date.js'
import { dueByWeek, earliestDue } from '../../../db/control/timer-aggregate.js'
import type { Principal } from '../../../db/control/principal.js'
import { findSchool } from '../../../db/control/school.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { notFound } from '../../problem.js'
import { opaqueId } from '../../text.js'
import { typed } from '../../typed.js'

const query = z.object({
  school: opaqueId.optional(),
  rule: z.enum(ruleCodes).optional(),
  by: z.enum(['week']).default('week'),
})

const view = z.object({
  data: z.array(z.object({ rule: z.string(), week: z.string(), howMany: z.number() })).readonly(),
  total: z.number(),
  /** The oldest day that passed with something due on it. There must be none. */
  oldestPastDue: z.string().nullable(),
})

/** Across the caller's schools: how many erasures are due in which week, by rule. Counts from control; no school's database is asked. */
export function summaryRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  typed(app).get(
    '/v1/retention/summary',
    {
      config: { roles: ['operator', 'school', 'head'] },
      schema: { querystring: query, response: { 200: view } },
    },
    async (request) => {
      const { school, rule } = request.query
      const of = { schools: await asked(deps, caller(request), school), rule }
      const [data, earliest] = await Promise.all([dueByWeek(deps.control, of), earliestDue(deps.control, of)])
      const total = data.reduce((sum, { howMany }) => sum + howMany, 0)
      const past = earliest !== null && earliest < londonDay(deps.clock())
      return { data, total, oldestPastDue: past ? earliest : null }
    },
  )
}

/** Undefined means every school there is. */
async function asked(
  { control }: ApiDependencies,
  { role, schools }: Principal,
  school: string | undefined,
): Promise<readonly string[] | undefined> {
  if (school === undefined) return role === 'operator' ? undefined : [...schools]
  const known = role === 'operator' ? (await findSchool(control, school)) !== undefined : schools.has(school)
  if (!known) throw notFound()
  return [school]
}
