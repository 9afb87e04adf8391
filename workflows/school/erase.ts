import { proxyActivities } from '@temporalio/workflow'
import type { CloseErasureActivities } from '../../activities/erase/close-erasure.js'
import type { EraseBatchActivities } from '../../activities/erase/erase-batch.js'
import { ERASURE_QUEUE } from '../task-queues.js'

export interface EraseDueInput {
  readonly school: string
  readonly erasure: string
  readonly at: string
}

// A batch of a hundred takes seconds; a school of 5,000 whose contract of years ended late, minutes. Tried again until it is done: what
// is due does not become less due.
const { eraseDuePeople } = proxyActivities<EraseBatchActivities>({
  taskQueue: ERASURE_QUEUE,
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '5 seconds',
  retry: { maximumInterval: '1 minute' },
})

// Control rows and one line a person.
const { closeErasure } = proxyActivities<CloseErasureActivities>({
  taskQueue: ERASURE_QUEUE,
  startToCloseTimeout: '1 minute',
  retry: { maximumInterval: '1 minute' },
})

/** Erases whoever is due, and writes down that it was done. Its times are the workflow's after the deed: `at` decides, it never testifies. */
export async function eraseDue({ school, erasure, at }: EraseDueInput): Promise<number> {
  await eraseDuePeople({ school, erasure, at })
  const erasedAt = new Date().toISOString()
  return closeErasure({ school, erasedAt })
}
