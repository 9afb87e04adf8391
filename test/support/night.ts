import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { nightOf } from '../../agreement/calendar.js'
import { lifecycleId } from '../../workflows/school/ids.js'
import { ringSignal } from '../../workflows/school/messages.js'
import { runEnded } from './schools.js'
import type { Answer, Stack } from './stack.js'

/**
 * Lets a school's nightly minute come now, and waits for the run's end. Each night of a test is another one: `nights` ago is what the run is
 * called after, while the time that it goes by is the present.
 */
export async function night(
  stack: Stack,
  env: TestWorkflowEnvironment,
  school: string,
  nights: number,
): Promise<Answer['body']> {
  const minute = new Date(Date.now() - nights * 86_400_000)
  await stack.control.updateTable('school').set({ next_sync_at: minute }).where('id', '=', school).execute()
  await env.client.workflow.getHandle(lifecycleId(school)).signal(ringSignal)
  const run = nightOf(minute)
  for (const until = Date.now() + 30_000; Date.now() < until;) {
    const { status } = await stack.call('operator', 'GET', `/v1/schools/${school}/syncs/${run}`)
    if (status === 200) return runEnded(stack, school, run)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the night of ${run} did not begin`)
}
