import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { startOf } from '../../../agreement/retention/days.js'
import { receiptOf } from '../../../db/school/erase/receipt.js'
import { listFirstDue } from '../../../db/school/timer.js'
import type { ApiDependencies } from '../../dependencies.js'
import { UUID, page, pageOf, pageQuery, positionOf } from '../../paging.js'
import { typed } from '../../typed.js'
import { schoolParams } from './schools.js'

const query = pageQuery.extend({ dueBefore: z.iso.date().optional() })
const view = z.object({
  subjectId: z.string(),
  kind: z.enum(['pupil', 'staff']),
  dueAt: z.string(),
  receipt: z.string(),
})

/**
 * The receipts of those who are going to be erased, for the school to keep beside its own names (K19): afterwards nobody can tell any more which
 * was whose, and that is the point. The school alone reads them, since it alone has the names; the vendor's staff see certificates only.
 */
export function receiptRoutes(app: FastifyInstance, { schools, keyring }: ApiDependencies): void {
  typed(app).get(
    '/v1/schools/:schoolId/receipts',
    {
      config: { roles: ['school', 'head'], afterEnd: 'untilErased' },
      schema: { params: schoolParams, querystring: query, response: { 200: pageOf(view) } },
    },
    async ({ params: { schoolId }, query: { dueBefore, limit, after } }) => {
      const { db } = await schools.open(schoolId)
      const lookup = await keyring.schoolKey(schoolId, 'lookup')
      const before = dueBefore === undefined ? undefined : new Date(startOf(dueBefore))
      const found = await listFirstDue(db, { before, after: positionOf(after, UUID), limit: limit + 1 })
      const { data, next } = page(found, limit, ({ subject }) => subject)
      const shown = data.map(({ subject, kind, dueAt }) => ({
        subjectId: subject,
        kind,
        dueAt: dueAt.toISOString(),
        receipt: receiptOf(lookup, subject),
      }))
      return { data: shown, next }
    },
  )
}
