import { setTimeout as wait } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { connect } from '../../db/connect.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { admitPrincipal } from '../../db/control/principal.js'
import { callApi } from '../../local/stack/api-client.js'
import { accept, register, simulatedSchool } from '../../local/stack/demonstration.js'
import type { SimulatedSchool } from '../../local/stack/demonstration.js'
import type { ChaosStack } from './chaos-stack.js'
import { differences } from './differences.js'

export interface RoundNeeds {
  readonly schools: number
  readonly kills: number
  readonly random: () => number
}

export interface Round {
  readonly kills: number
  readonly schools: number
  /** A sentence for each school that is not as it should be. */
  readonly wrong: readonly string[]
}

// A first load of twenty schools of sixty takes about this long, recoveries aside: kills fall into all its stages.
const LOAD_MS = 6_000
// A killed worker is noticed within five seconds and the run begins again; three kills and a loaded machine make a minute of it.
const ENDS_WITHIN_MS = 120_000

/** One round: many schools load for the first time while their worker is killed and Postgres crashes once; then each is compared with the truth. */
export async function liveOneRound(stack: ChaosStack, { schools, kills, random }: RoundNeeds): Promise<Round> {
  const pairs = await Promise.all(
    Array.from({ length: schools }, async (_, index) => {
      const school = await simulate(stack, index, random)
      const { id } = await register(stack, school)
      return { school, id }
    }),
  )
  await admitHead(
    stack,
    pairs.map(({ id }) => id),
  )
  await Promise.all(pairs.map(({ id }) => accept(stack, id, stack.tokens.head)))
  const crashAfter = Math.floor(random() * kills)
  for (let kill = 0; kill < kills; kill += 1) {
    await wait(random() * LOAD_MS)
    await stack.killWorker()
    if (kill === crashAfter) await wait(random() * LOAD_MS).then(stack.crashPostgres)
  }
  const wrong = await Promise.all(
    pairs.map(async ({ school, id }) => (await ended(stack, id)) ?? differences(stack, school, id)),
  )
  return { kills, schools, wrong: wrong.flatMap((sentence) => sentence ?? []) }
}

async function simulate(stack: ChaosStack, index: number, random: () => number): Promise<SimulatedSchool> {
  const body = { name: `Chaos School ${index}`, seed: String(random()), profile: 'primary', pupils: 60 }
  const { data } = await callApi(
    z.object({ data: simulatedSchool }),
    stack.simulatorUrl,
    '',
    'POST',
    '/_sim/schools',
    body,
  )
  return data
}

async function admitHead({ databaseUrl }: ChaosStack, ids: readonly string[]): Promise<void> {
  const control: Kysely<ControlDatabase> = connect(databaseUrl, { max: 1, idleMs: 1_000 })
  for (const id of ids) await admitPrincipal(control, 'local-head', id)
  await control.destroy()
}

const runs = z.object({ data: z.array(z.object({ id: z.string(), state: z.string(), reason: z.string().nullable() })) })

/** Waits for the first run; answers what is wrong with its end, if anything. */
async function ended({ apiUrl, tokens }: ChaosStack, id: string): Promise<string | undefined> {
  const giveUpAt = Date.now() + ENDS_WITHIN_MS
  for (;;) {
    const { data } = await callApi(runs, apiUrl, tokens.operator, 'GET', `/v1/schools/${id}/syncs`)
    const [run] = data
    if (run && run.state !== 'running')
      return run.state === 'applied' ? undefined : `${run.id} ended ${run.state}: ${run.reason ?? ''}`
    if (Date.now() > giveUpAt) return `${run?.id ?? 'the first run'} of ${id} has not ended`
    await wait(250)
  }
}
