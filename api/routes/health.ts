import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client'
import { z } from 'zod'
import { countFindings, findingsInside, findingsOutside } from '../../db/control/finding.js'
import { unsentNotices } from '../../db/control/notice.js'
import { lateEndings } from '../../db/control/termination.js'
import type { ApiDependencies } from '../dependencies.js'
import { Problem } from '../problem.js'
import { typed } from '../typed.js'

/** Whether the process lives, whether it can work, and what it measures. */
export function healthRoutes(app: FastifyInstance, { control, clock, temporalReady }: ApiDependencies): void {
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics, prefix: 'termkeeper_api_' })
  const oldestNotice = new Gauge({
    name: 'termkeeper_notice_waiting_seconds',
    help: 'How long the oldest notice waits to be sent; 0 where none does',
    registers: [metrics],
  })
  const endingsLate = new Gauge({
    name: 'termkeeper_endings_late',
    help: 'Schools that are ending and ask for somebody: half of their time is over, or nobody confirmed',
    registers: [metrics],
  })
  const findings = new Gauge({
    name: 'termkeeper_findings',
    help: 'What the independent look at retention and lifecycles found and is not made good, by what it is; there must be none',
    labelNames: ['what'],
    registers: [metrics],
  })
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
  routes.get('/metrics', { config: { roles: ['operator'] }, schema: { hide: true } }, async (_request, reply) => {
    const { since } = await unsentNotices(control)
    oldestNotice.set(since ? Math.max(0, clock().getTime() - since.getTime()) / 1000 : 0)
    endingsLate.set(await lateEndings(control))
    const found = await countFindings(control)
    for (const what of [...findingsInside, ...findingsOutside]) findings.set({ what }, found[what] ?? 0)
    return reply.type(metrics.contentType).send(await metrics.metrics())
  })
}
