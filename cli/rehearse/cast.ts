import { z } from 'zod'
import type { Agreement } from '../../agreement/agreement.js'
import { admitPrincipal } from '../../db/control/principal.js'
import type { Role } from '../../db/control/principal.js'
import { connectorUnder, simulatedSchool, sourceOver } from '../../local/stack/simulated-school.js'
import type { Connector, SimulatedSchool } from '../../local/stack/simulated-school.js'
import type { Certificate } from '../../proof/certificate.js'
import { readCertificates } from '../read-certificates.js'
import type { Ledger } from './ledger.js'
import type { Stage } from './stage.js'

const someone = z.object({ misId: z.string(), forename: z.string(), surname: z.string() })
const truth = z.object({ pupils: z.array(someone), staff: z.array(someone) })
export type Truth = z.infer<typeof truth>

const name = z.object({ forename: z.string(), surname: z.string() })
const items = z.looseObject({ 'pupil.name': name.nullish() })
const record = z.object({ id: z.string(), state: z.string(), items })
export type Shown = z.infer<typeof record>

const change = z.object({
  seq: z.number(),
  at: z.string(),
  op: z.enum(['added', 'changed', 'removed', 'restored', 'erased']),
  kind: z.string(),
  subjectId: z.string().nullable(),
  from: z.string().nullish(),
})
export type Change = z.infer<typeof change>

const run = z.object({ id: z.string(), trigger: z.string(), state: z.string(), endedAt: z.string().nullable() })
export type Run = z.infer<typeof run>

const act = z.object({ act: z.string(), instruction: z.number().nullable() })
export type Act = z.infer<typeof act>

const page = <Entry extends z.ZodType>(entry: Entry) => z.object({ data: z.array(entry), next: z.string().nullable() })

/** The school of a rehearsal, as the simulator knows it and as everybody who may ask Termkeeper sees it. */
export interface Cast {
  readonly id: string
  readonly agreement: Agreement
  /** Over which its school is read. */
  readonly connector: Connector
  /** Who is really at the school on the day of an instant. */
  readonly truth: (at: Date) => Promise<Truth>
  readonly happen: (event: Readonly<Record<string, unknown>>) => Promise<void>
  readonly pupils: () => Promise<readonly Shown[]>
  readonly staff: () => Promise<readonly Shown[]>
  readonly granted: () => Promise<readonly string[]>
  readonly grant: (items: readonly string[]) => Promise<void>
  readonly instruct: (method: string, path: string, body?: unknown) => Promise<void>
  readonly changes: () => Promise<readonly Change[]>
  readonly runs: () => Promise<readonly Run[]>
  /** Whether the application is refused what it asks about the school. */
  readonly refuses: (path: string) => Promise<boolean>
  readonly acts: () => Promise<readonly Act[]>
  readonly certificates: () => Promise<readonly Certificate[]>
  /** How often the source was asked for something of this school. */
  readonly requests: () => Promise<number>
  readonly school: () => Promise<{ readonly phase: string; readonly nextSyncAt: string | null }>
}

// Long enough for whatever would begin by itself.
const HOUR_MS = 3_600_000

export interface CastNeeds {
  readonly ledger: Ledger
  readonly agreement: Agreement
  readonly pupils: number
  readonly seed: string
  readonly contract: { readonly startsOn: string; readonly endsOn: string }
}

/** Makes the school, registers it and lets its head accept the agreement, through the API like any school. */
export async function engageCast(
  stage: Stage,
  { ledger, agreement, pupils, seed, contract }: CastNeeds,
): Promise<Cast> {
  const body = { name: 'Rehearsal School', seed, profile: 'primary', pupils }
  const simulated = (await stage.simulate(z.object({ data: simulatedSchool }), 'POST', '/_sim/schools', body)).data
  const made = z.object({ id: z.string() })
  const { id } = await stage.call(
    made,
    'operator',
    'POST',
    '/v1/schools',
    registration(stage, simulated, agreement, contract),
  )
  for (const role of ['school', 'head', 'application'] as const) await admitPrincipal(stage.deps.control, role, id)
  const cast = castOf(stage, simulated, id, agreement)
  await stage.passUntil(new Date(stage.now().getTime() + HOUR_MS))
  ledger.check('R19', (await cast.requests()) === 0, 'the source was asked before the agreement was accepted')
  const acceptance = { version: agreement.version, acceptedBy: { name: 'The head', role: 'head' } }
  await stage.call(z.unknown(), 'head', 'POST', `/v1/schools/${id}/acceptance`, acceptance)
  return cast
}

function registration(stage: Stage, simulated: SimulatedSchool, agreement: Agreement, contract: CastNeeds['contract']) {
  const contact = (role: string) => ({ name: `The ${role}`, email: `${role.replace(' ', '-')}@school.test` })
  return {
    name: simulated.name,
    phase: simulated.phase,
    statutoryHighAge: simulated.statutoryHighAge,
    controller: `The governing body of ${simulated.name}`,
    contacts: { main: contact('main contact'), data: contact('data administrator'), head: contact('head') },
    contract,
    agreement: agreement.id,
    source: sourceOver(connectorUnder(agreement), simulated, stage.simulatorUrl),
  }
}

function castOf(stage: Stage, simulated: SimulatedSchool, id: string, agreement: Agreement): Cast {
  const ours = `/v1/schools/${id}`
  const theirs = `/_sim/schools/${simulated.id}`
  const grant = z.object({ items: z.array(z.string()) })
  let seen = 0
  return {
    id,
    agreement,
    connector: connectorUnder(agreement),
    truth: (at) => stage.simulate(truth, 'GET', `${theirs}/truth?at=${at.toISOString()}`),
    happen: async (event) => {
      await stage.simulate(z.unknown(), 'POST', `${theirs}/events`, { events: [event] })
    },
    pupils: () => everyPage(stage, record, `${ours}/pupils`),
    staff: () => everyPage(stage, record, `${ours}/staff`),
    granted: async () => (await stage.call(grant, 'head', 'GET', `${ours}/grant`)).items,
    grant: async (items) => {
      await stage.call(z.unknown(), 'school', 'PUT', `${ours}/grant`, { items })
    },
    instruct: async (method, path, body) => {
      await stage.call(z.unknown(), 'head', method, `${ours}${path}`, body)
    },
    changes: async () => {
      const fresh = await everyPage(stage, change, `${ours}/changes`, { from: String(seen) })
      seen = fresh.at(-1)?.seq ?? seen
      return fresh
    },
    runs: async () => (await stage.call(page(run), 'operator', 'GET', `${ours}/syncs?limit=20`)).data,
    ...insightsOf(stage, simulated, id),
    school: () =>
      stage.call(z.object({ phase: z.string(), nextSyncAt: z.string().nullable() }), 'operator', 'GET', ours),
  }
}

/** What is asked for to judge by, and by nobody who does anything. */
function insightsOf(
  stage: Stage,
  simulated: SimulatedSchool,
  id: string,
): Pick<Cast, 'refuses' | 'acts' | 'certificates' | 'requests'> {
  return {
    refuses: (path) => stage.refuses('application', `/v1/schools/${id}${path}`),
    acts: () => everyPage(stage, act, `/v1/audit`, { query: `school=${id}`, role: 'operator' }),
    certificates: () => readCertificates(stage.apiUrl, stage.tokens.head, id),
    requests: async () => {
      const asked = z.object({ data: z.array(z.object({ schoolId: z.string().nullable() })) })
      const { data } = await stage.simulate(asked, 'GET', '/_sim/requests')
      return data.filter(({ schoolId }) => schoolId === simulated.id).length
    },
  }
}

interface Reading {
  readonly from?: string
  readonly query?: string
  readonly role?: Role
}

/** A page after the other; as the vendor's application, if no other role is said. */
async function everyPage<Entry extends z.ZodType>(
  stage: Stage,
  entry: Entry,
  path: string,
  { from = '', query = '', role = 'application' }: Reading = {},
): Promise<z.infer<Entry>[]> {
  const entries: z.infer<Entry>[] = []
  for (let after: string | null = from; after !== null;) {
    const start = after === '' ? '' : `&after=${after}`
    const asked = `${path}?limit=500&${query}${start}`
    const answer: z.infer<ReturnType<typeof page<Entry>>> = await stage.call(page(entry), role, 'GET', asked)
    entries.push(...answer.data)
    after = answer.next
  }
  return entries
}
