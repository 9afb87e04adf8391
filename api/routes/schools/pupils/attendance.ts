import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { countsAs } from '../../../../agreement/attendance/codes.js'
import { caller } from '../../../caller.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { pageOf, pageQuery, positionOf } from '../../../paging.js'
import { notFound } from '../../../problem.js'
import { pupilReader } from '../../../records/pupil-reader.js'
import { readWeeks } from '../../../records/read-weeks.js'
import { typed } from '../../../typed.js'
import { schoolParams } from '../schools.js'

const roles = ['school', 'head', 'application'] as const
const params = schoolParams.extend({ pupilId: z.string().max(64) })
const query = pageQuery.extend({ from: z.iso.date().optional(), to: z.iso.date().optional() })

const weekView = z.object({
  id: z.string(),
  week: z.string().describe('The Monday of the week'),
  updatedAt: z.string(),
  marks: z.array(
    z.object({
      date: z.string(),
      session: z.enum(['AM', 'PM']),
      code: z.string().describe('As the MIS has it'),
      countsAs: z
        .enum(['present', 'authorised', 'unauthorised', 'notRequired'])
        .nullable()
        .describe('By the national list in force on that day; null for a code that is not on it'),
    }),
  ),
})

// A week in which a school year begins is two records.
const POSITION = /^\d{4}-\d\d-\d\d \d{4}$/

/** A pupil's attendance, a week a record, the earliest first. Who reads the pupil reads it, where it is granted; else there is none. */
export function attendanceRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  typed(app).get(
    '/v1/schools/:schoolId/pupils/:pupilId/attendance',
    {
      config: { roles, afterEnd: 'returned' },
      schema: { params, querystring: query, response: { 200: pageOf(weekView) } },
    },
    async (request) => {
      const { schoolId, pupilId } = request.params
      const { limit, after, from, to } = request.query
      const reader = await pupilReader(deps, schoolId, pupilId, caller(request))
      if (!reader.granted.has('pupil.attendance')) throw notFound()
      const asked = { subject: pupilId, from, to, limit, after: positionOf(after, POSITION) }
      const { weeks, next } = await readWeeks(reader, asked)
      return {
        data: weeks.map(({ year: _, updatedAt, marks, ...week }) => ({
          ...week,
          updatedAt: updatedAt.toISOString(),
          marks: marks.map(shownMark),
        })),
        next,
      }
    },
  )
}

type Mark = z.infer<typeof weekView>['marks'][number]

const shownMark = ([date, session, code]: readonly [string, Mark['session'], string]): Mark => ({
  date,
  session,
  code,
  countsAs: countsAs(code, date),
})
