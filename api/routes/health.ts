import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { Registry, collectDefaultMetrics } from 'prom-client'
import { z } from 'zod'
import type { ApiDependencies } from '../dependencies.js'
import { Problem } from '../problem.js'
import { typed } from '../typed.js'

/** Whether the process lives, whether it can work, and what it measures. */
export function healthRoutes(app: FastifyInstance, { control, temporalReady }: ApiDependencies): void {
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics, prefix: 'termkeeper_api_' })
  const routes = typed(app)
  routes.get(
    '/health',
    { config: { roles: 'anybody' }, schema: { response: { 200: z.object({ status: z.literal('alive') }) } } },
    async () => ({
      status: 'alive' as const,
    }),
  )
  routes.get(
    '/ready',
    { config: { roles: 'anybody' }, schema: { response: { 200: z.object({ status: z.literal('ready') }) } } },
    async () => {
      const database = await sql`select 1`.execute(control).then(
        () => true,
        () => false,
      )
      if (!database) throw new Problem('not-ready', 'The database does not answer.')
      if (!(await temporalReady())) throw new Problem('not-ready', 'Temporal does not answer.')
      return { status: 'ready' as const }
    },
  )
  routes.get('/openapi.json', { config: { roles: 'anybody' }, schema: { hide: true } }, async () => app.swagger())
  routes.get('/metrics', { config: { roles: ['operator'] }, schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  )
}
