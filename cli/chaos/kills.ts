import { setTimeout as wait } from 'node:timers/promises'
import type { ChaosStack } from './chaos-stack.js'

// What is under way takes some seconds, recoveries aside: kills this far apart fall into all its stages.
const APART_MS = 6_000

/** Kills the worker of all queues, again and again, at moments that nobody knows. */
export async function killWorkers(stack: ChaosStack, kills: number, random: () => number): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    await wait(random() * APART_MS)
    await stack.killWorker()
  }
}

export async function crashPostgresSoon(stack: ChaosStack, random: () => number): Promise<void> {
  await wait(random() * APART_MS)
  await stack.crashPostgres()
}
