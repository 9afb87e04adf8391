import type { TestWorkflowEnvironment } from '@temporalio/testing'
import type { Stack } from './stack.js'

/**
 * Lets time pass at a server that skips it, once no school has anything under way: the server skips on while activities work, so that on a busy
 * machine an erasure is overtaken by days; and one that skips while a ring is heard can lose the task that hears it, and stand still
 * (temporalio/sdk-java#3088). Answers what time it is then.
 */
export async function skipTime(env: TestWorkflowEnvironment, stack: Stack, ms: number): Promise<Date> {
  const schools = await stack.control.selectFrom('school').select('id').execute()
  for (const { id } of schools) await stack.atRest(id)
  await env.sleep(ms)
  return new Date(await env.currentTimeMs())
}
