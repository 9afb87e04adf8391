import { setTimeout as wait } from 'node:timers/promises'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../cli/chaos/seeded-random.js'
import { connect } from '../../db/connect.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { itemsRead, ways } from '../support/nights/school.js'
import { plannerOnWonde } from '../support/planner.js'
import { accept, makeSimSchool, register, runEnded } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import { devServer } from '../support/temporal.js'
import { anySequence } from './support/act.js'
import type { Act } from './support/act.js'
import { carryOutAct } from './support/acts/do.js'
import { judge } from './support/judge.js'
import { startVictim } from './support/killed.js'
import type { Victim } from './support/killed.js'
import { noteRead } from './support/look.js'
import type { Played } from './support/played.js'
import { settle } from './support/settle.js'
import { playedThrough } from './support/through-temporal.js'
import type { Theatre } from './support/through-temporal.js'

const SEQUENCES = 20
/** Of each sequence. */
const ACTS = 6
const KILLS = 3
// So far apart that a kill meets the recovery from the one before, and falls into all stages.
const APART_MS = 6_000
const seed = Number(process.env['MODEL_SEED'] ?? 1)

// What is under way takes longer on a machine that has other things to do.
const WITHIN_MS = 280_000

let env: TestWorkflowEnvironment
let theatre: Theatre
let victim: Victim
let schools: readonly Played[]
beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  const stack = await startStack({ env, agreements: [plannerOnWonde()] })
  theatre = { stack, keyring: connect(stack.databases.keyringUrl, { max: 1, idleMs: 60_000 }), faults: new Map() }
  await stack.stopWorker()
  victim = await startVictim(stack, env)
  schools = await Promise.all(Array.from({ length: SEQUENCES }, open))
}, WITHIN_MS)
afterAll(async () => {
  await victim?.stop()
  await theatre?.keyring.destroy()
  await theatre?.stack.stop()
  await env?.teardown()
})

/** A school that is read for the first time. */
async function open(): Promise<Played> {
  const { stack } = theatre
  const way = ways.wonde
  const simulated = await makeSimSchool(stack, { pupils: 60 })
  const id = await register(stack, simulated, { agreement: way.agreement })
  const items = [...itemsRead(way.agreement), 'pupil.dateOfBirth', 'staff.dateOfBirth']
  const { runId } = await accept(stack, id, items)
  await runEnded(stack, id, runId, WITHIN_MS)
  const played = playedThrough(theatre, { id, simulated: simulated.id, way })
  await played.live()
  await noteRead(played)
  return played
}

// Whoever fails is asked for hours, and so is a body that is cut: that is not waited for here.
const patience: ReadonlySet<string> = new Set(['fails', 'isCut', 'missesItsLastPage'])
const isQuick = (act: Act) => !(act.do === 'fault' && patience.has(act.kind))

test(
  `of ${SEQUENCES} schools each comes to hold what is really so, and its feed tells the same, whatever happens to it while its worker is killed [R14][R27][R35]`,
  async () => {
    const sequences = fc.sample(anySequence, { seed, numRuns: SEQUENCES })
    const random = seededRandom(seed)
    let isOver = false
    const kills = async () => {
      for (let kill = 0; kill < KILLS && !isOver; kill += 1) {
        await wait(random() * APART_MS)
        await victim.kill()
      }
    }
    const lives = Promise.all(schools.map((school, index) => live(school, sequences[index] ?? []))).finally(() => {
      isOver = true
    })
    const [wrong] = await Promise.all([lives, kills()])
    expect({ seed, wrong: wrong.flat() }).toEqual({ seed, wrong: [] })
  },
  WITHIN_MS,
)

/** Answers what is not as it should be then, and after what. */
async function live(school: Played, sequence: readonly Act[]): Promise<readonly string[]> {
  const acts = sequence.slice(0, ACTS).filter(isQuick)
  try {
    for (const act of acts) await carryOutAct(school, act)
    await settle(school)
    const wrong = await judge(school, async () => undefined)
    return wrong.map((what) => `${what}, after ${JSON.stringify(acts)}`)
  } catch (error) {
    return [`${String(error)}, after ${JSON.stringify(acts)}`]
  }
}
