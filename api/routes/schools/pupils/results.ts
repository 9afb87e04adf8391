import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { aspectOf, resultsPart } from '../../../../agreement/parts.js'
import { aspectsOf } from '../../../../db/control/aspect.js'
import { resultsIn } from '../../../../db/school/parts/results-document.js'
import { caller } from '../../../caller.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { pageOf, pageQuery, positionOf } from '../../../paging.js'
import { notFound } from '../../../problem.js'
import { pupilReader } from '../../../records/pupil-reader.js'
import { readParts } from '../../../records/read-parts.js'
import type { OpenPart } from '../../../records/read-parts.js'
import { typed } from '../../../typed.js'
import { schoolParams } from '../schools.js'

const roles = ['school', 'head', 'application'] as const
const params = schoolParams.extend({ pupilId: z.string().max(64) })
const query = pageQuery.extend({ aspect: z.string().max(64).optional() })

const resultsView = z.object({
  id: z.string(),
  aspect: z.object({
    id: z.string().describe('As the MIS has it; `pupil.assessments:<id>` is its code in the grant'),
    name: z.string().nullable(),
  }),
  updatedAt: z.string(),
  results: z.array(
    z.object({
      resultSet: z.string().nullable().describe('What the MIS calls the occasion'),
      date: z.string().nullable(),
      value: z.string().describe('As the MIS has it: a grade, a number, an age'),
    }),
  ),
})

const POSITION = /^results\/[A-Za-z0-9._-]{1,64}$/

/** A pupil's results, an aspect a record, the earliest result first. Of the aspects that are granted; where none is, there is nothing here. */
export function resultRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  typed(app).get(
    '/v1/schools/:schoolId/pupils/:pupilId/results',
    {
      config: { roles, afterEnd: 'returned' },
      schema: { params, querystring: query, response: { 200: pageOf(resultsView) } },
    },
    async (request) => {
      const { schoolId, pupilId } = request.params
      const { limit, after, aspect } = request.query
      const reader = await pupilReader(deps, schoolId, pupilId, caller(request))
      if (!reader.granted.has('pupil.assessments')) throw notFound()
      const { parts, next } = await readParts(reader, {
        subject: pupilId,
        of: (part) => (aspect === undefined ? aspectOf(part) !== undefined : part === resultsPart(aspect)),
        limit,
        after: positionOf(after, POSITION),
      })
      const names = new Map((await aspectsOf(deps.control, schoolId)).map(({ ref, name }) => [ref, name]))
      const data = parts.map((part) => shown(part, (ref) => names.get(ref) ?? null))
      return { data, next }
    },
  )
}

function shown(
  { id, part, updatedAt, plain }: OpenPart,
  nameOf: (aspect: string) => string | null,
): z.infer<typeof resultsView> {
  const aspect = aspectOf(part) ?? ''
  return {
    id,
    aspect: { id: aspect, name: nameOf(aspect) },
    updatedAt: updatedAt.toISOString(),
    results: resultsIn(plain).map(([, resultSet, date, value]) => ({ resultSet, date, value })),
  }
}
