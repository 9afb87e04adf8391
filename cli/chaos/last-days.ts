import { setTimeout as wait } from 'node:timers/promises'
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

/** Schools of one seed. */
interface Family {
  readonly unharmed: ChaosSchool
  readonly harmed: readonly ChaosSchool[]
}

/** A school, what happens to it, and our ids of its pupils by MIS id. */
interface Life {
  readonly school: ChaosSchool
  readonly fate: Fate
  readonly subjects: ReadonlyMap<string, string>
}

// So that a kill meets some before, some while and some after.
const SPREAD_MS = 10_000

/** Leavers, erasures and ends while workers are killed and Postgres crashes once; then the same for one school of each family, unharmed. */
export async function liveLastDays(
  stack: ChaosStack,
  families: readonly Family[],
  { kills, random }: Pick<RoundNeeds, 'kills' | 'random'>,
): Promise<readonly string[]> {
  const lives: { readonly unharmed: Life; readonly harmed: readonly Life[] }[] = []
  // One after the other: what is drawn must not depend on who answers first.
  for (const [index, { unharmed, harmed }] of families.entries()) {
    const fate = await drawFate(stack, unharmed, index, random)
    const begun = { unharmed: await begin(stack, unharmed, fate), harmed: new Array<Life>() }
    for (const school of harmed) begun.harmed.push(await begin(stack, school, fate))
    lives.push(begun)
  }
  const befalls = async ({ school, fate, subjects }: Life, afterMs: number) => {
    await wait(afterMs)
    await befall(stack, school, fate, subjects)
  }
  const all = lives.flatMap(({ harmed }) => harmed).map((life) => ({ life, afterMs: random() * SPREAD_MS }))
  await Promise.all([killWorkers(stack, kills, random), ...all.map(({ life, afterMs }) => befalls(life, afterMs))])
  await crashPostgresSoon(stack, random)
  await Promise.all(lives.map(({ unharmed }) => befalls(unharmed, 0)))
  const wrong: string[] = []
  for (const { unharmed, harmed } of lives) wrong.push(...(await compared(stack, unharmed, harmed)))
  return wrong
}

async function compared(stack: ChaosStack, unharmed: Life, harmed: readonly Life[]): Promise<readonly string[]> {
  const { content, wrong } = await judge(stack, unharmed)
  const sentences = [...wrong]
  for (const life of harmed) {
    const judged = await judge(stack, life)
    sentences.push(...judged.wrong)
    if (judged.content !== content)
      sentences.push(`${life.school.id} is certified otherwise than unharmed:\n${judged.content}\nbut\n${content}`)
  }
  return sentences
}

async function begin(stack: ChaosStack, school: ChaosSchool, fate: Fate): Promise<Life> {
  return { school, fate, subjects: await shownPupils(stack, school.id) }
}

async function judge(stack: ChaosStack, { school, fate, subjects }: Life): Promise<Judged> {
  return fate.ends ? judgeEnded(stack, school, subjects) : judgeLiving(stack, school, fate, subjects)
}
