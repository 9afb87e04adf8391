import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { photoType } from '../../../../db/school/parts/photo-document.js'
import { caller } from '../../../caller.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { notFound } from '../../../problem.js'
import { pupilReader } from '../../../records/pupil-reader.js'
import { readParts } from '../../../records/read-parts.js'
import { typed } from '../../../typed.js'
import { schoolParams } from '../schools.js'

const roles = ['school', 'head', 'application'] as const
const params = schoolParams.extend({ pupilId: z.string().max(64) })
// To zod it is anything: bytes are sent as they are, and only the contract needs to be told.
const picture = { schema: z.unknown().meta({ type: 'string', format: 'binary' }) }

/** A pupil's photograph, the picture itself. Who reads the pupil reads it, where it is granted; else there is none. */
export function photoRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  typed(app).get(
    '/v1/schools/:schoolId/pupils/:pupilId/photo',
    {
      config: { roles, afterEnd: 'returned' },
      schema: {
        params,
        response: {
          200: { description: 'The picture', content: { 'image/jpeg': picture, 'image/png': picture } },
        },
      },
    },
    async (request, reply) => {
      const { schoolId, pupilId } = request.params
      const reader = await pupilReader(deps, schoolId, pupilId, caller(request))
      const { parts } = await readParts(reader, { subject: pupilId, of: (part) => part === 'photo', limit: 1 })
      const [photo] = parts
      if (!photo) throw notFound()
      reply.type(photoType(photo.plain))
      return reply.send(photo.plain)
    },
  )
}
