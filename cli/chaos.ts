import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openHome } from '../local/home.js'
import { startChaosStack } from './chaos/chaos-stack.js'
import { liveOneRound } from './chaos/round.js'
import { seededRandom } from './chaos/seeded-random.js'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string' },
    schools: { type: 'string', default: '20' },
  },
})
// So many fall into all the stages of an end as well, which takes more than a minute.
const KILLS_A_ROUND = 10

/**
 * `npm run chaos -- --kills N`: kills the worker of many schools at random moments, N times in first loads and N times in their leavers,
 * erasures and ends, Postgres twice a round; and looks whether anything was lost, done twice or stuck.
 */
async function main(): Promise<void> {
  const seed = values.seed ?? String(Date.now() % 1_000_000)
  const random = seededRandom(Number(seed))
  const [wanted, schools] = [Number(values.kills), Number(values.schools)]
  console.log(`seed: ${seed}`)
  const folder = await mkdtemp(join(tmpdir(), 'termkeeper-chaos-'))
  // As root, Postgres is another user, who has to enter.
  await chmod(folder, 0o755)
  const home = await openHome(join(folder, 'home'))
  const stack = await startChaosStack(home)
  let [kills, rounds, wrong] = [0, 0, 0]
  try {
    for (; kills < wanted; rounds += 1) {
      const now = Math.min(KILLS_A_ROUND, wanted - kills)
      const faults = await liveOneRound(stack, { schools, kills: now, random })
      for (const sentence of faults) console.error(sentence)
      kills += now
      wrong += faults.length
      console.log(`${kills} kills in first loads, ${kills} in last days: ${wrong} faults`)
    }
  } finally {
    await stack.stop()
    await home.close()
    await rm(folder, { recursive: true, force: true })
  }
  console.log(
    `kills: ${kills} in first loads, ${kills} in last days, schools: ${rounds * schools}, faults: ${wrong}, seed: ${seed}`,
  )
  if (wrong > 0) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'The chaos run failed.')
  process.exit(1)
})
