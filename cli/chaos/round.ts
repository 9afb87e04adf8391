import type { ChaosStack } from './chaos-stack.js'
import { differences } from './differences.js'
import { crashPostgresSoon, killWorkers } from './kills.js'
import { liveLastDays } from './last-days.js'
import { newestRunFault } from './runs.js'
import { openSchools } from './schools.js'
import type { ChaosSchool } from './schools.js'

export interface RoundNeeds {
  readonly schools: number
  /** Of workers, in each half of the round. */
  readonly kills: number
  readonly random: () => number
}

/**
 * One round in two halves. Many schools load for the first time while their worker is killed and Postgres crashes once, and are compared with
 * the truth. Then leavers are told and found and schools end, under as many kills, and everything that should be gone is looked for. Each
 * school has a twin of the same seed which goes through the second half unharmed: both have to be certified alike. Answers a sentence for
 * each thing that is not as it should be.
 */
export async function liveOneRound(stack: ChaosStack, needs: RoundNeeds): Promise<readonly string[]> {
  const { kills, random } = needs
  const seeds = Array.from({ length: needs.schools }, () => String(random()))
  const opened = await openSchools(stack, [...seeds, ...seeds])
  await killWorkers(stack, kills, random)
  await crashPostgresSoon(stack, random)
  const wrong: (string | undefined)[] = []
  // One after the other: the API holds two connections to each school it has read, and Postgres has two hundred.
  for (const school of opened) wrong.push(await loadFault(stack, school))
  const twins = opened.slice(seeds.length)
  const pairs = opened.slice(0, seeds.length).flatMap((school, index) => {
    const twin = twins[index]
    return twin ? [{ school, twin }] : []
  })
  return [...wrong.flatMap((sentence) => sentence ?? []), ...(await liveLastDays(stack, pairs, needs))]
}

async function loadFault(stack: ChaosStack, school: ChaosSchool): Promise<string | undefined> {
  return (await newestRunFault(stack, school.id)) ?? differences(stack, school)
}
