import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listCertificates } from '../../../db/control/certificate.js'
import type { KeptCertificate } from '../../../db/control/certificate.js'
import type { ApiDependencies } from '../../dependencies.js'
import { page, pageOf, pageQuery, positionOf } from '../../paging.js'
import { typed } from '../../typed.js'
import { schoolParams } from './schools.js'

/** What a list shows of a certificate; the whole of it is at its own address. */
const summary = z.object({
  id: z.string(),
  kind: z.enum(['erasure', 'ending']),
  agreement: z.object({ id: z.string(), version: z.number() }),
  deadline: z.string(),
  lateBySeconds: z.number(),
  receipts: z.array(z.string()),
})

/** What was certified to a school, newest first. */
export function schoolCertificateRoutes(app: FastifyInstance, { control }: ApiDependencies): void {
  typed(app).get(
    '/v1/schools/:schoolId/certificates',
    {
      config: { roles: ['operator', 'school', 'head'], afterEnd: 'always' },
      schema: { params: schoolParams, querystring: pageQuery, response: { 200: pageOf(summary) } },
    },
    async ({ params, query: { limit, after } }) => {
      const position = positionOf(after, /^\d{1,15}$/)
      const before = position === undefined ? undefined : Number(position)
      const found = await listCertificates(control, params.schoolId, limit + 1, before)
      const { data, next } = page(found, limit, ({ number }) => String(number))
      return { data: data.map(shown), next }
    },
  )
}

const shown = ({ document }: KeptCertificate): z.infer<typeof summary> => summary.parse(JSON.parse(document))
