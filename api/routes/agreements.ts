import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Agreement } from '../../agreement/agreement.js'
import { detectionOf } from '../../agreement/detection.js'
import { items } from '../../agreement/items.js'
import { listAgreements } from '../../db/control/agreement-version.js'
import type { ApiDependencies } from '../dependencies.js'
import { notFound } from '../problem.js'
import { opaqueId } from '../text.js'
import { typed } from '../typed.js'

const item = z.object({
  code: z.string(),
  label: z.string(),
  default: z.enum(['granted', 'denied']),
  starred: z.boolean(),
  special: z.boolean(),
})
const version = z.object({
  id: z.string(),
  version: z.number().int(),
  title: z.string(),
  summary: z.string(),
  parties: z.object({ controller: z.string(), processor: z.string() }),
  purposes: z.array(z.string()),
  connectors: z.array(z.string()),
  items: z.array(item),
  controlFacts: z.array(z.object({ fact: z.string(), purpose: z.string() })),
  /** How long it takes at worst until a leaving that stands in the MIS is detected, and of what that is made. */
  detection: z.array(
    z.object({
      connector: z.string(),
      hours: z.number(),
      parts: z.array(z.object({ what: z.string(), hours: z.number().nullable(), words: z.string() })),
    }),
  ),
})
const readers = ['operator', 'school', 'head'] as const

/** What a school can accept, in every version. */
export function agreementRoutes(app: FastifyInstance, { control }: ApiDependencies): void {
  const routes = typed(app)
  routes.get(
    '/v1/agreements',
    { config: { roles: readers }, schema: { response: { 200: z.object({ data: z.array(version), next: z.null() }) } } },
    async () => ({ data: (await listAgreements(control)).map(shown), next: null }),
  )
  routes.get(
    '/v1/agreements/:agreementId',
    {
      config: { roles: readers },
      schema: {
        params: z.object({ agreementId: opaqueId }),
        response: { 200: version.extend({ versions: z.array(version) }) },
      },
    },
    async ({ params }) => {
      const versions = (await listAgreements(control, params.agreementId)).map(shown)
      const [newest] = versions
      if (!newest) throw notFound()
      return { ...newest, versions }
    },
  )
}

function shown(agreement: Agreement): z.infer<typeof version> {
  return {
    ...agreement,
    purposes: [...agreement.purposes],
    detection: detectionOf(agreement).map((one) => ({ ...one, parts: [...one.parts] })),
    connectors: [...agreement.connectors],
    controlFacts: [...agreement.controlFacts],
    items: agreement.items.map((agreed) => ({ ...agreed, label: items[agreed.code].label })),
  }
}
