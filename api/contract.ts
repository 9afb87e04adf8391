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
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route: RouteOptions) => void routes.push(route))
  // Read when asked for: a hook that runs after this one may still say who may call a route.
  app.decorate('rights', { getter: () => routes.flatMap(rightsOf) })
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
    transform: withRights,
  })
  await app.register(openToAnybody)
}

function rightsOf({ method, url, config }: RouteOptions): readonly Right[] {
  return [method].flat().map((one) => ({ method: one, url, roles: config?.roles }))
}

/** Says of each route who may call it; one that is open to anybody needs no token. */
const withRights: typeof jsonSchemaTransform = (of) => {
  const { schema, url } = jsonSchemaTransform(of)
  const roles = of.route.config?.roles
  return { url, schema: { ...schema, 'x-roles': roles, ...(roles === 'anybody' && { security: [] }) } }
}

/** The page about the contract needs no token, as the contract does not. */
async function openToAnybody(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route: RouteOptions) => {
    route.config = { ...route.config, roles: 'anybody' }
  })
  await app.register(swaggerUi, { routePrefix: '/docs' })
}
