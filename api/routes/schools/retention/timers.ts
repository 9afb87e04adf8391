import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ruleCodes } from '../../../../agreement/retention/date.js'
import { startOf } from '../../../../agreement/retention/days.js'
import { listTimers } from '../../../../db/school/timer.js'
import type { Timer, TimerPlace } from '../../../../db/school/timer.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { page, pageOf, pageQuery, positionOf } from '../../../paging.js'
import { typed } from '../../../typed.js'
import { schoolParams } from '../schools.js'

const query = pageQuery.extend({
  rule: z.enum(ruleCodes).optional(),
  // A day means the instant at which it begins in London.
  dueBefore: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
  state: z.enum(['waiting', 'stayed']).optional(),
})

const view = z.object({
  id: z.string(),
  schoolId: z.string(),
  subjectId: z.string(),
  rule: z.string(),
  item: z.string().optional(),
  fact: z.object({ what: z.string(), date: z.string() }),
  dueOn: z.string().optional(),
  dueAt: z.string(),
  eraseAt: z.string(),
  planned: z.boolean(),
  state: z.enum(['waiting', 'stayed']),
})

/** One school's timers, the soonest due first, each with the rule and the fact that set it. They name people by our ids only. */
export function timerRoutes(app: FastifyInstance, { schools }: ApiDependencies): void {
  typed(app).get(
    '/v1/schools/:schoolId/retention/timers',
    {
      config: { roles: ['operator', 'school', 'head'], afterEnd: 'untilErased' },
      schema: { params: schoolParams, querystring: query, response: { 200: pageOf(view) } },
    },
    async ({ params: { schoolId }, query: { rule, dueBefore, state, limit, after } }) => {
      const { db } = await schools.open(schoolId)
      const before = dueBefore === undefined ? undefined : instantOf(dueBefore)
      const found = await listTimers(db, { rule, state, before, after: placeOf(after), limit: limit + 1 })
      const { data, next } = page(found, limit, ({ due_at, id }) => `${due_at.toISOString()} ${id}`)
      return { data: data.map((timer) => shown(schoolId, timer)), next }
    },
  )
}

const instantOf = (text: string) => new Date(text.includes('T') ? text : startOf(text))

const PLACE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function placeOf(after: string | undefined): TimerPlace | undefined {
  const [dueAt, id] = positionOf(after, PLACE)?.split(' ') ?? []
  return dueAt === undefined || id === undefined ? undefined : { dueAt: new Date(dueAt), id }
}

function shown(school: string, timer: Timer): z.infer<typeof view> {
  return {
    id: timer.id,
    schoolId: school,
    subjectId: timer.subject_id,
    rule: timer.rule,
    ...(timer.item !== null && { item: timer.item }),
    fact: { what: timer.fact_what, date: timer.fact_date },
    ...(timer.due_on !== null && { dueOn: timer.due_on }),
    dueAt: timer.due_at.toISOString(),
    eraseAt: timer.erase_at.toISOString(),
    planned: timer.planned,
    state: timer.state,
  }
}
