import { proxyActivities } from '@temporalio/workflow'
import type { Released, ReleaseActivities } from '../../activities/holds/release-holds.js'
import { STORE_QUEUE } from '../task-queues.js'

export interface ReleaseInput {
  readonly school: string
  readonly release: string
  readonly at: string
}

// As a first load without its reading: under a second for 1,500 people. Tried again until it is done, for somebody decided it.
const { releaseHolds } = proxyActivities<ReleaseActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '5 seconds',
  retry: { maximumInterval: '1 minute' },
})

/** Carries out what people decided of what waits: applies what was released and is still about what is held, and reports the rest. */
export async function releaseHold(input: ReleaseInput): Promise<Released> {
  return releaseHolds(input)
}
