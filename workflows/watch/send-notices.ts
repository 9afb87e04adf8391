import { proxyActivities } from '@temporalio/workflow'
import type { SendActivities } from '../../activities/notices/send-notices.js'
import { STORE_QUEUE } from '../task-queues.js'

// A hundred letters to a slow server: minutes at the worst. The beat tells in five seconds that a worker was killed; the next minute's
// look is the next attempt.
const { sendNotices: send } = proxyActivities<SendActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '5 seconds',
  retry: { maximumAttempts: 3 },
})

/** Sends the notices that wait. Started every minute. */
export async function sendNotices(): Promise<number> {
  return send({ at: new Date().toISOString() })
}
