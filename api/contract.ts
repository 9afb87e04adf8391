import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { Role } from '../db/control/principal.js'

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route with the roles that may call it, as it was declared. */
    readonly rights: readonly Right[]
  }
}

export interface Right {
  readonly method: string
  readonly url: string
  readonly roles: readonly Role[] | 'anybody' | undefined
}

/** Publishes the contract that the schemas of the routes already are, and the table of who may call what. */
export async function publishContract(app: FastifyInstance): Promise<void> {
  const rights: Right[] = []
  app.decorate('rights', rights)
  app.addHook('onRoute', (route: RouteOptions) => {
    for (const method of [route.method].flat()) rights.push({ method, url: route.url, roles: route.config?.roles })
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Termkeeper',
        version: '1.0.0',
        description: 'Keeps data-sharing agreements between schools and vendors.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  })
  await app.register(openToAnybody)
}

/** The page about the contract needs no token, as the contract does not. */
async function openToAnybody(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route: RouteOptions) => {
    route.config = { ...route.config, roles: 'anybody' }
  })
  await app.register(swaggerUi, { routePrefix: '/docs' })
}
