import { proxyActivities } from '@temporalio/workflow'
import type { ReconcileActivities } from '../../activities/ring-unheard.js'
import { STORE_QUEUE } from '../task-queues.js'

// One query and a signal for each school that was not heard.
const { ringUnheard } = proxyActivities<ReconcileActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '50 seconds',
  retry: { maximumAttempts: 3 },
})

/** Rings again for instructions that nobody took within a minute, and starts lifecycles that are missing. Started every minute. */
export async function reconcileSchools(): Promise<number> {
  return ringUnheard({ at: new Date().toISOString() })
}
