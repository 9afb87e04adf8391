import { proxyActivities } from '@temporalio/workflow'
import type { ReconcileActivities } from '../../activities/ring-unheard.js'
import type { AstrayActivities } from '../../activities/watch/find-astray.js'
import type { SweepActivities } from '../../activities/watch/sweep-schools.js'
import { STORE_QUEUE } from '../task-queues.js'

// One query and a signal for each school that was not heard.
const { ringUnheard } = proxyActivities<ReconcileActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '50 seconds',
  retry: { maximumAttempts: 3 },
})

// A question to either side, most minutes; 9,000 ids from both once an hour; up to 500 lifecycles to start after a loss of all. The next
// minute's look is the next attempt.
const { findAstray, lookAgain } = proxyActivities<AstrayActivities & SweepActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '5 seconds',
  retry: { maximumAttempts: 2 },
})

/**
 * Rings again for instructions that nobody took within a minute, starts lifecycles that are missing and ends those that nothing is left for,
 * and looks whether what was alerted is made good. Started every minute.
 */
export async function reconcileSchools(): Promise<number> {
  const rung = await ringUnheard({ at: now() })
  await findAstray({ at: now() })
  await lookAgain({ at: now() })
  return rung
}

const now = () => new Date().toISOString()
