import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findCertificate } from '../../db/control/certificate.js'
import { certificate } from '../../proof/certificate.js'
import { caller } from '../caller.js'
import type { ApiDependencies } from '../dependencies.js'
import { notFound } from '../problem.js'
import { opaqueId } from '../text.js'

const params = z.object({ certificateId: opaqueId })

/** One certificate, byte for byte as it was signed. */
export function certificateRoutes(app: FastifyInstance, { control }: ApiDependencies): void {
  // Not as the other routes: by the schema an object would be answered, and spelled again on its way out. These are the bytes.
  app.get<{ Params: z.infer<typeof params> }>(
    '/v1/certificates/:certificateId',
    { config: { roles: ['operator', 'school', 'head'] }, schema: { params, response: { 200: certificate } } },
    async (request, reply) => {
      const { role, schools } = caller(request)
      const found = await findCertificate(control, request.params.certificateId)
      if (!found || (role !== 'operator' && !schools.has(found.school_id))) throw notFound()
      return reply.type('application/json; charset=utf-8').send(Buffer.from(found.document))
    },
  )
}
