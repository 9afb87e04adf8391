import { proxyActivities } from '@temporalio/workflow'
import type { EraseAttendanceActivities } from '../../activities/erase/erase-attendance.js'
import type { CloseErasureActivities } from '../../activities/erase/close-erasure.js'
import type { EraseBatchActivities } from '../../activities/erase/erase-batch.js'
import { ERASURE_QUEUE } from '../task-queues.js'

export interface EraseInput {
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

// Keys of a whole school wrapped anew and a partition dropped: seconds.
const { eraseAttendanceYears } = proxyActivities<EraseAttendanceActivities>({
  taskQueue: ERASURE_QUEUE,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '5 seconds',
  retry: { maximumInterval: '1 minute' },
})

// Control rows and one line a person, or a year.
const { closeErasure } = proxyActivities<CloseErasureActivities>({
  taskQueue: ERASURE_QUEUE,
  startToCloseTimeout: '1 minute',
  retry: { maximumInterval: '1 minute' },
})

/** Erases whoever is due, and writes down that it was done. Its times are the workflow's after the deed: `at` decides, it never testifies. */
export async function eraseDue({ school, erasure, at }: EraseInput): Promise<number> {
  await eraseDuePeople({ school, erasure, at })
  const erasedAt = new Date().toISOString()
  return closeErasure({ school, of: 'people', erasedAt })
}

/** The same for the marks of attendance years that are over. */
export async function eraseAttendance({ school, erasure, at }: EraseInput): Promise<void> {
  await eraseAttendanceYears({ school, erasure, at })
  await closeErasure({ school, of: 'attendanceYears', erasedAt: new Date().toISOString() })
}
