import { z } from 'zod'
import type { Agreement } from '../../agreement/agreement.js'

const oneRoster = z
  .object({
    schoolId: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
    rest: z.object({ '1.1': z.string() }),
  })
  .transform(({ rest, ...client }) => ({ ...client, version: '1.1', baseUrl: rest['1.1'] }))

/** A school of the simulator's, with what a client of each protocol needs to be told. */
export const simulatedSchool = z.object({
  id: z.string(),
  name: z.string(),
  urn: z.string(),
  laCode: z.string(),
  establishmentNumber: z.string(),
  phase: z.string(),
  statutoryHighAge: z.number(),
  credentials: z.object({
    wonde: z.object({ schoolId: z.string(), token: z.string() }),
    xporter: z.object({ schoolId: z.string(), relyingParty: z.string(), schoolSecret: z.string() }),
    oneroster: oneRoster,
  }),
})
export type SimulatedSchool = z.infer<typeof simulatedSchool>

export type Connector = Agreement['connectors'][number]

/** The connector over which a simulated school is read: the first that its agreement names. The simulator speaks them all. */
export function connectorUnder({ id, connectors: [first] }: Pick<Agreement, 'id' | 'connectors'>): Connector {
  if (first === undefined) throw new Error(`The agreement ${id} names no connector.`)
  return first
}

/** What `POST /v1/schools` takes for the source of a simulated school, over that connector. */
export function sourceOver(
  connector: Connector,
  { credentials }: SimulatedSchool,
  simulatorUrl: string,
): Readonly<Record<string, string>> {
  return { connector, baseUrl: simulatorUrl, ...credentials[connector] }
}
