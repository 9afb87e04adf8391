import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chmod } from 'node:fs/promises'
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
const KILLS_A_ROUND = 3

/** `npm run chaos -- --kills N`: kills the worker at random moments of many first loads, Postgres once a round, and compares every school with the truth. */
async function main(): Promise<void> {
  const seed = values.seed ?? String(Date.now() % 1_000_000)
  const random = seededRandom(Number(seed))
  const folder = await mkdtemp(join(tmpdir(), 'termkeeper-chaos-'))
  // As root, Postgres is another user, who has to enter.
  await chmod(folder, 0o755)
  const home = await openHome(join(folder, 'home'))
  const stack = await startChaosStack(home)
  let kills = 0
  let wrong: readonly string[] = []
  let schools = 0
  try {
    while (kills < Number(values.kills)) {
      const round = await liveOneRound(stack, {
        schools: Number(values.schools),
        kills: Math.min(KILLS_A_ROUND, Number(values.kills) - kills),
        random,
      })
      kills += round.kills
      schools += round.schools
      wrong = [...wrong, ...round.wrong]
      console.log(`${kills} kills, ${schools} schools, ${wrong.length} not equal to the truth`)
    }
  } finally {
    await stack.stop()
    await home.close()
    await rm(folder, { recursive: true, force: true })
  }
  for (const sentence of wrong) console.error(sentence)
  console.log(`kills: ${kills}, schools: ${schools}, not equal to the truth: ${wrong.length}, seed: ${seed}`)
  if (wrong.length > 0) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'The chaos run failed.')
  process.exit(1)
})
