import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { admitPrincipal } from '../../db/control/principal.js'
import { findRun } from '../../db/control/run.js'
import type { Run } from '../../db/control/run.js'
import { isProvisioned } from '../../db/provision/school-database.js'
import { callApi } from '../../local/stack/api-client.js'
import type { Parts } from './parts.js'

/** A simulated school, registered with us. */
export interface BenchSchool {
  readonly id: string
  readonly simulated: { readonly id: string; readonly token: string }
}

const simulated = z.object({
  data: z.object({
    id: z.string(),
    statutoryHighAge: z.number(),
    credentials: z.object({ wonde: z.object({ token: z.string() }) }),
  }),
})
const registered = z.object({ id: z.string() })
const asked = z.object({ runId: z.string() })

/** Makes a school in the simulator, the same pupils each time, and registers it. Its database is there when this ends. */
export async function newSchool({ stack, control }: Parts, pupils: number): Promise<BenchSchool> {
  const spec = { seed: 'bench', profile: 'secondary11to18', pupils }
  const { data } = await callApi(simulated, stack.simulatorUrl, '', 'POST', '/_sim/schools', spec)
  const { token } = data.credentials.wonde
  const person = { name: 'Bench', email: 'bench@school.test' }
  const { id } = await callApi(registered, stack.apiUrl, stack.tokens.operator, 'POST', '/v1/schools', {
    name: `Bench ${data.id}`,
    // Without it nobody's date could be computed, and the school would be asked 1,500 questions on its first night.
    statutoryHighAge: data.statutoryHighAge,
    controller: 'The governing body',
    contacts: { main: person, data: person, head: person },
    contract: { startsOn: '2026-09-01' },
    agreement: 'assessment-portal',
    source: { connector: 'wonde', baseUrl: stack.simulatorUrl, schoolId: data.id, token },
  })
  await admitPrincipal(control, 'local-head', id)
  await until('the school’s database was not made', async () => (await isProvisioned(control, id)) || undefined)
  return { id, simulated: { id: data.id, token } }
}

/** The head accepts; the first run begins with it. */
export async function accept({ stack }: Parts, { id }: BenchSchool): Promise<string> {
  const path = `/v1/schools/${id}/acceptance`
  const body = { version: 1, acceptedBy: { name: 'The head', role: 'head' } }
  return (await callApi(asked, stack.apiUrl, stack.tokens.head, 'POST', path, body)).runId
}

export async function askForRun({ stack }: Parts, { id }: BenchSchool): Promise<string> {
  return (await callApi(asked, stack.apiUrl, stack.tokens.operator, 'POST', `/v1/schools/${id}/syncs`)).runId
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
