import { proxyActivities } from '@temporalio/workflow'
import type { VersionActivities } from '../../activities/notices/tell-versions.js'
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

// A comparison for each version that schools are under, and a row a school: seconds at the worst.
const { tellVersions } = proxyActivities<VersionActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 3 },
})

/** Finds what schools are to be told of versions, and sends the notices that wait. Started every minute. */
export async function sendNotices(): Promise<number> {
  await tellVersions({ at: new Date().toISOString() })
  return send({ at: new Date().toISOString() })
}
