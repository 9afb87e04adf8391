import type { TestWorkflowEnvironment } from '@temporalio/testing'
import type { Stack } from './stack.js'

/**
 * Lets time pass at a server that skips it, once a school's lifecycle has heard what it was told: one that skips on while a ring is heard can
 * lose the task that hears it, and stand still (temporalio/sdk-java#3088). Answers what time it is then.
 */
export async function skipTime(env: TestWorkflowEnvironment, stack: Stack, school: string, ms: number): Promise<Date> {
  await stack.atRest(school)
  await env.sleep(ms)
  return new Date(await env.currentTimeMs())
}
