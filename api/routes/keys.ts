import type { FastifyInstance } from 'fastify'
import { listSigningKeys } from '../../db/control/certificate.js'
import { keySet, toKeySet } from '../../proof/public-keys.js'
import type { ApiDependencies } from '../dependencies.js'
import { typed } from '../typed.js'

/** The public halves of every key that ever signed a certificate, for anybody: who checks one has no token of ours. */
export function keyRoutes(app: FastifyInstance, { control }: ApiDependencies): void {
  typed(app).get(
    '/v1/keys',
    { config: { roles: 'anybody' }, schema: { response: { 200: keySet } } },
    async (_request, reply) => reply.send(toKeySet(await listSigningKeys(control))),
  )
}
