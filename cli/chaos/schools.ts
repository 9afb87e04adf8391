import { z } from 'zod'
import { admitPrincipal } from '../../db/control/principal.js'
import { callApi } from '../../local/stack/api-client.js'
import { accept, register } from '../../local/stack/demonstration.js'
import { simulatedSchool } from '../../local/stack/simulated-school.js'
import type { SimulatedSchool } from '../../local/stack/simulated-school.js'
import type { ChaosStack } from './chaos-stack.js'
import { plannerOnWonde } from './planner-on-wonde.js'

/** A school as the simulator has it, and our id of it. */
export interface ChaosSchool {
  readonly id: string
  readonly simulated: SimulatedSchool
  readonly seed: string
}

/** Registers a school for each seed and lets its head accept the planner's agreement: their first loads begin. */
export async function openSchools(stack: ChaosStack, seeds: readonly string[]): Promise<readonly ChaosSchool[]> {
  const agreement = plannerOnWonde()
  const schools = await Promise.all(
    seeds.map(async (seed, index) => {
      const simulated = await simulate(stack, `Chaos School ${index}`, seed)
      const { id } = await register(stack, simulated, agreement)
      return { id, simulated, seed }
    }),
  )
  for (const { id } of schools) await admitPrincipal(stack.deps.control, 'local-head', id)
  await Promise.all(schools.map(({ id }) => accept(stack, id, stack.tokens.head)))
  return schools
}

/** The same seed is the same school. */
async function simulate({ simulatorUrl }: ChaosStack, name: string, seed: string): Promise<SimulatedSchool> {
  const body = { name, seed, profile: 'primary', pupils: 60 }
  const made = z.object({ data: simulatedSchool })
  return (await callApi(made, simulatorUrl, '', 'POST', '/_sim/schools', body)).data
}
