import { befall } from './befall.js'
import type { ChaosStack } from './chaos-stack.js'
import { judgeEnded } from './ended.js'
import { drawFate } from './fate.js'
import type { Fate } from './fate.js'
import { crashPostgresSoon, killWorkers } from './kills.js'
import { judgeLiving } from './living.js'
import type { Judged } from './living.js'
import { shownPupils } from './people.js'
import type { RoundNeeds } from './round.js'
import type { ChaosSchool } from './schools.js'

interface Pair {
  readonly school: ChaosSchool
  readonly twin: ChaosSchool
}

/** A school, what happens to it, and our ids of its pupils by MIS id. */
interface Life {
  readonly school: ChaosSchool
  readonly fate: Fate
  readonly subjects: ReadonlyMap<string, string>
}

/** Leavers, erasures and ends while workers are killed and Postgres crashes once; then the same for the twins, whom nothing harms. */
export async function liveLastDays(
  stack: ChaosStack,
  pairs: readonly Pair[],
  { kills, random }: Pick<RoundNeeds, 'kills' | 'random'>,
): Promise<readonly string[]> {
  const lives: { readonly harmed: Life; readonly twin: Life }[] = []
  // One after the other: what is drawn must not depend on who answers first.
  for (const [index, { school, twin }] of pairs.entries()) {
    const fate = await drawFate(stack, school, index, random)
    lives.push({ harmed: await begin(stack, school, fate), twin: await begin(stack, twin, fate) })
  }
  await Promise.all([killWorkers(stack, kills, random), ...lives.map(({ harmed }) => befalls(stack, harmed))])
  await crashPostgresSoon(stack, random)
  await Promise.all(lives.map(({ twin }) => befalls(stack, twin)))
  const wrong: string[] = []
  for (const { harmed, twin } of lives) wrong.push(...(await compared(stack, harmed, twin)))
  return wrong
}

async function compared(stack: ChaosStack, harmed: Life, twin: Life): Promise<readonly string[]> {
  const [ours, theirs] = [await judge(stack, harmed), await judge(stack, twin)]
  const alike = ours.content === theirs.content
  const sentence = `${harmed.school.id} is certified otherwise than its twin:\n${ours.content}\nbut\n${theirs.content}`
  return [...ours.wrong, ...theirs.wrong, ...(alike ? [] : [sentence])]
}

async function begin(stack: ChaosStack, school: ChaosSchool, fate: Fate): Promise<Life> {
  return { school, fate, subjects: await shownPupils(stack, school.id) }
}

const befalls = (stack: ChaosStack, { school, fate, subjects }: Life) => befall(stack, school, fate, subjects)

async function judge(stack: ChaosStack, { school, fate, subjects }: Life): Promise<Judged> {
  return fate.ends ? judgeEnded(stack, school, subjects) : judgeLiving(stack, school, fate, subjects)
}
