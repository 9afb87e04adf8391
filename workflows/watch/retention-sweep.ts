import { continueAsNew, proxyActivities } from '@temporalio/workflow'
import type { SweepActivities } from '../../activities/watch/sweep-schools.js'
import type { TidyActivities } from '../../activities/watch/tidy-control.js'
import { STORE_QUEUE } from '../task-queues.js'

export interface RetentionSweepInput {
  /** Where an earlier run of the same sweep stopped. */
  readonly after: string
  readonly found: number
}

// A hundred schools: seconds, minutes where many of them have to be mended. The beat tells in five seconds that a worker was killed.
// Control's own upkeep, a statement or one a school, takes seconds.
const { sweepSchools, tidyControl } = proxyActivities<SweepActivities & TidyActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '5 seconds',
  retry: { maximumInterval: '5 minutes' },
})

// 9,000 schools are 90 pages and one run of some 500 events.
const PAGES_A_RUN = 100

/**
 * The independent eye, once a day: looks at every school's rows by plain SQL for what a stuck timer would hide, mends what is safe to mend
 * and alerts; and removes what its period is over for. Answers how much it found.
 */
export async function retentionSweep(from: RetentionSweepInput = { after: '', found: 0 }): Promise<number> {
  let { after, found } = from
  if (after === '') await tidyControl({ at: now() })
  for (let pages = 0; pages < PAGES_A_RUN; pages += 1) {
    const page = await sweepSchools({ after, at: now() })
    found += page.found
    if (page.next === undefined) return found
    after = page.next
  }
  return continueAsNew<typeof retentionSweep>({ after, found })
}

const now = () => new Date().toISOString()
