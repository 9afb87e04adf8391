import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Agreement } from '../../agreement/agreement.js'
import { shippedAgreements } from '../../agreement/shipped.js'
import { connect } from '../../db/connect.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { admitPrincipal, makePrincipal } from '../../db/control/principal.js'
import { callApi } from './api-client.js'
import { connectorUnder, simulatedSchool, sourceOver } from './simulated-school.js'
import type { SimulatedSchool } from './simulated-school.js'
import type { RunningStack } from './stack.js'

type Reached = Pick<RunningStack, 'apiUrl' | 'simulatorUrl' | 'databaseUrl' | 'tokens'>

const school = z.object({
  id: z.string(),
  name: z.string(),
  agreement: z.object({ acceptedVersion: z.number().nullable() }),
})
type School = z.infer<typeof school>

const list = <Entry extends z.ZodType>(entry: Entry) => z.object({ data: z.array(entry) })

/** What the demonstration's schools accept, in their order: a secondary's seats are planned over Xporter, a primary is assessed over Wonde. */
const agreements = ['seating-planner', 'assessment-portal'] as const

/** Lets the two demonstration schools onboard themselves, through the API like any school; a second start goes on where the first stopped. */
export async function onboardDemonstration(stack: Reached, say: (sentence: string) => void): Promise<void> {
  const simulated = await callApi(list(simulatedSchool), stack.simulatorUrl, '', 'GET', '/_sim/schools')
  const known = await callApi(list(school), stack.apiUrl, stack.tokens.operator, 'GET', '/v1/schools?limit=500')
  for (const [index, demonstration] of simulated.data.slice(0, agreements.length).entries()) {
    const before = known.data.find(({ name }) => name === demonstration.name)
    const agreement = shipped(agreements[index])
    const ours = before ?? (await register(stack, demonstration, agreement))
    if (!before) say(`registered ${ours.name}: ${agreement.title}, over ${connectorUnder(agreement)}`)
    if (ours.agreement.acceptedVersion !== null) continue
    await accept(stack, ours.id, await headOf(stack, ours.id, index === 0))
    say(`${ours.name}: the head accepted the agreement; the first run begins`)
  }
}

function shipped(id: (typeof agreements)[number] | undefined): Agreement {
  const agreement = shippedAgreements().find((one) => one.id === id)
  if (!agreement) throw new Error('An agreement of the demonstration does not come with Termkeeper any more.')
  return agreement
}

/** Registers a simulated school under an agreement, over the connector that the agreement names first. */
export async function register(
  { apiUrl, simulatorUrl, tokens }: Pick<RunningStack, 'apiUrl' | 'simulatorUrl' | 'tokens'>,
  simulated: SimulatedSchool,
  agreement: Pick<Agreement, 'id' | 'connectors'>,
): Promise<School> {
  const contact = (role: string) => ({ name: `The ${role}`, email: `${role.replace(' ', '-')}@school.test` })
  return callApi(school, apiUrl, tokens.operator, 'POST', '/v1/schools', {
    name: simulated.name,
    urn: simulated.urn,
    laCode: simulated.laCode,
    establishmentNumber: simulated.establishmentNumber,
    phase: simulated.phase,
    statutoryHighAge: simulated.statutoryHighAge,
    controller: `The governing body of ${simulated.name}`,
    contacts: { main: contact('main contact'), data: contact('data administrator'), head: contact('head') },
    contract: { startsOn: '2026-09-01' },
    agreement: agreement.id,
    source: sourceOver(connectorUnder(agreement), simulated, simulatorUrl),
  })
}

/** As a head of the school. */
export async function accept({ apiUrl }: Pick<RunningStack, 'apiUrl'>, id: string, head: string): Promise<void> {
  const body = { version: 1, acceptedBy: { name: 'The head', role: 'head' } }
  await callApi(z.unknown(), apiUrl, head, 'POST', `/v1/schools/${id}/acceptance`, body)
}

/** The two school tokens of the home speak for the first school only, so the other has a head whom nobody else can be. */
async function headOf({ databaseUrl, tokens }: Reached, id: string, first: boolean): Promise<string> {
  const control: Kysely<ControlDatabase> = connect(databaseUrl, { max: 1, idleMs: 1_000 })
  try {
    const head = first ? 'local-head' : `demonstration-head-${id}`
    const token = first ? tokens.head : await makePrincipal(control, head, 'head')
    await admitPrincipal(control, head, id)
    if (first) await admitPrincipal(control, 'local-school', id)
    return token
  } finally {
    await control.destroy()
  }
}
