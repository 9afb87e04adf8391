import { proxyActivities } from '@temporalio/workflow'
import type { EraseAttendanceActivities } from '../../activities/erase/erase-attendance.js'
import type { CloseErasureActivities } from '../../activities/erase/close-erasure.js'
import { ERASURE_QUEUE } from '../task-queues.js'
import type { EraseDueInput } from './erase.js'

// Keys of a whole school wrapped anew and a partition dropped: seconds. Tried again until it is done.
const { eraseAttendanceYears } = proxyActivities<EraseAttendanceActivities>({
  taskQueue: ERASURE_QUEUE,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '5 seconds',
  retry: { maximumInterval: '1 minute' },
})

// Control rows and one line a year.
const { closeErasure } = proxyActivities<CloseErasureActivities>({
  taskQueue: ERASURE_QUEUE,
  startToCloseTimeout: '1 minute',
  retry: { maximumInterval: '1 minute' },
})

/** Erases the marks of attendance years that are over, and writes down that it was done, at the workflow's time after the deed. */
export async function eraseAttendance({ school, erasure, at }: EraseDueInput): Promise<void> {
  await eraseAttendanceYears({ school, erasure, at })
  await closeErasure({ school, erasedAt: new Date().toISOString() })
}
