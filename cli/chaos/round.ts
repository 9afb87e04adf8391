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

// Of each four schools one ends. As many twins are enough: what schools of one seed are certified does not depend on which of them it is.
const SEEDS = 4

/**
 * One round in two halves. Many schools load for the first time while their worker is killed and Postgres crashes once, and are compared with
 * the truth. Then leavers are told and found and schools end, under as many kills, and everything that should be gone is looked for. Schools
 * of one seed meet the same, one of them unharmed: all have to be certified alike. Answers a sentence for each thing that is not as it should
 * be.
 */
export async function liveOneRound(stack: ChaosStack, needs: RoundNeeds): Promise<readonly string[]> {
  const { kills, random } = needs
  const seeds = Array.from({ length: Math.min(SEEDS, needs.schools) }, () => String(random()))
  const opened = await openSchools(
    stack,
    Array.from({ length: needs.schools + seeds.length }, (_, index) => seeds[index % seeds.length] ?? ''),
  )
  await killWorkers(stack, kills, random)
  await crashPostgresSoon(stack, random)
  const wrong: (string | undefined)[] = []
  // One after the other: the API holds two connections to each school it has read, and Postgres has two hundred.
  for (const school of opened) wrong.push(await loadFault(stack, school))
  const families = seeds.flatMap((seed) => {
    const [unharmed, ...harmed] = opened.filter((school) => school.seed === seed)
    return unharmed ? [{ unharmed, harmed }] : []
  })
  return [...wrong.flatMap((sentence) => sentence ?? []), ...(await liveLastDays(stack, families, needs))]
}

async function loadFault(stack: ChaosStack, school: ChaosSchool): Promise<string | undefined> {
  return (await newestRunFault(stack, school.id)) ?? differences(stack, school)
}
