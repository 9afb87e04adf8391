import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { nightOf } from '../../agreement/calendar.js'
import { shippedAgreements } from '../../agreement/shipped.js'
import { admitPrincipal } from '../../db/control/principal.js'
import { findRun } from '../../db/control/run.js'
import type { Run } from '../../db/control/run.js'
import { isProvisioned } from '../../db/provision/school-database.js'
import { callApi } from '../../local/stack/api-client.js'
import type { Parts } from './parts.js'

/** By which protocol a row reads, and how much longer than none at all its source takes to answer. */
export interface Way {
  readonly connector: 'wonde' | 'xporter'
  readonly lateMs: number
}

/**
 * A simulated school, registered with us. `inPaths` is how its protocol names it, and `authorization` what a script would send with each
 * request.
 */
export interface BenchSchool {
  readonly id: string
  readonly way: Way
  readonly simulated: { readonly id: string; readonly inPaths: string; readonly authorization: string }
}

const simulated = z.object({
  data: z.object({
    id: z.string(),
    statutoryHighAge: z.number(),
    credentials: z.object({
      wonde: z.object({ schoolId: z.string(), token: z.string() }),
      xporter: z.object({ schoolId: z.string(), relyingParty: z.string(), schoolSecret: z.string() }),
    }),
  }),
})
type Simulated = z.infer<typeof simulated>['data']
const registered = z.object({ id: z.string() })
const asked = z.object({ runId: z.string() })

/** Makes a school in the simulator, the same pupils each time, and registers it. Its database is there when this ends. */
export async function newSchool(
  { stack, control }: Parts,
  pupils: number,
  way: Way = { connector: 'wonde', lateMs: 0 },
): Promise<BenchSchool> {
  const spec = { seed: 'bench', profile: 'secondary11to18', pupils }
  const { data } = await callApi(simulated, stack.simulatorUrl, '', 'POST', '/_sim/schools', spec)
  const person = { name: 'Bench', email: 'bench@school.test' }
  const { id } = await callApi(registered, stack.apiUrl, stack.tokens.operator, 'POST', '/v1/schools', {
    name: `Bench ${data.id}`,
    // Without it nobody's date could be computed, and the school would be asked 1,500 questions on its first night.
    statutoryHighAge: data.statutoryHighAge,
    controller: 'The governing body',
    contacts: { main: person, data: person, head: person },
    contract: { startsOn: '2026-09-01' },
    agreement: agreements[way.connector],
    source: sourceOf(data, way, stack.simulatorUrl),
  })
  await admitPrincipal(control, 'local-head', id)
  await until('the school’s database was not made', async () => (await isProvisioned(control, id)) || undefined)
  const authorization = await authorizationOf(data, way, stack.simulatorUrl)
  const inPaths = data.credentials[way.connector].schoolId
  return { id, way, simulated: { id: data.id, inPaths, authorization } }
}

const agreements = { wonde: 'assessment-portal', xporter: 'seating-planner' } as const

function sourceOf({ credentials }: Simulated, { connector }: Way, baseUrl: string): object {
  return { connector, baseUrl, ...credentials[connector] }
}

const token = z.object({ token: z.string() })

async function authorizationOf({ credentials }: Simulated, { connector }: Way, simulator: string): Promise<string> {
  if (connector === 'wonde') return `Bearer ${credentials.wonde.token}`
  const { schoolId: estab, relyingParty, schoolSecret: password } = credentials.xporter
  const body = { estab, relyingParty, password, thirdpartyid: 'XporterOnDemand' }
  return `Idaas ${(await callApi(token, simulator, '', 'POST', '/api/oauth/GetToken', body)).token}`
}

// Marks and photographs are read by activities of their own length; these rows are of people.
const readApart: readonly string[] = ['pupil.attendance', 'pupil.photo']
const itemsRead = (connector: Way['connector']) =>
  shippedAgreements()
    .find(({ id }) => id === agreements[connector])
    ?.items.filter(({ default: given, code }) => given === 'granted' && !readApart.includes(code))
    .map(({ code }) => code)

/** The head accepts; the first run begins with it. */
export async function accept({ stack }: Parts, { id, way }: BenchSchool): Promise<string> {
  const path = `/v1/schools/${id}/acceptance`
  const body = { version: 1, acceptedBy: { name: 'The head', role: 'head' }, items: itemsRead(way.connector) }
  return (await callApi(asked, stack.apiUrl, stack.tokens.head, 'POST', path, body)).runId
}

export async function askForRun({ stack }: Parts, { id }: BenchSchool): Promise<string> {
  return (await callApi(asked, stack.apiUrl, stack.tokens.operator, 'POST', `/v1/schools/${id}/syncs`)).runId
}

/** The night before that of another call, so that each is a night of its own: brings the minute forward, and rings. */
export async function nightComes({ control, histories }: Parts, { id }: BenchSchool): Promise<string> {
  nights += 1
  const minute = new Date(Date.now() - nights * DAY_MS)
  await control.updateTable('school').set({ next_sync_at: minute }).where('id', '=', id).execute()
  await histories.ring(id)
  return nightOf(minute)
}

let nights = 0
const DAY_MS = 86_400_000

/** Lets something happen at a school in the simulator. */
export async function happens({ stack }: Parts, { simulated: { id } }: BenchSchool, events: readonly object[]) {
  await callApi(z.unknown(), stack.simulatorUrl, '', 'POST', `/_sim/schools/${id}/events`, { events })
}

const truth = z.object({ pupils: z.array(z.object({ misId: z.string() })) })

/** The MIS ids of those on roll. */
export async function onRoll({ stack }: Parts, { simulated: { id } }: BenchSchool): Promise<readonly string[]> {
  const { pupils } = await callApi(truth, stack.simulatorUrl, '', 'GET', `/_sim/schools/${id}/truth`)
  return pupils.map(({ misId }) => misId)
}

/** Waits for a run's end by its row, every few milliseconds: the API would be part of what it measures. */
export async function ended({ control }: Parts, { id }: BenchSchool, runId: string): Promise<Run> {
  return until(`${runId} has not ended`, async () => {
    const run = await findRun(control, id, runId)
    return run?.state === 'running' ? undefined : run
  })
}

const LOOK_AGAIN_MS = 4
const PATIENCE_MS = 120_000

async function until<Found>(otherwise: string, look: () => Promise<Found | undefined>): Promise<Found> {
  for (const giveUpAt = Date.now() + PATIENCE_MS; ;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > giveUpAt) throw new Error(`After two minutes ${otherwise}.`)
    await wait(LOOK_AGAIN_MS)
  }
}
