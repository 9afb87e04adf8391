import { ScheduleAlreadyRunning } from '@temporalio/client'
import type { Client, ScheduleOptions } from '@temporalio/client'
import { SCHOOLS_QUEUE } from '../workflows/task-queues.js'
import { RECONCILE_SCHEDULE } from '../workflows/watch/ids.js'

/** Makes the schedules of this release, or brings those that are there up to date. */
export async function ensureSchedules({ schedule }: Client): Promise<void> {
  try {
    await schedule.create(reconcile)
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await schedule
      .getHandle(RECONCILE_SCHEDULE)
      .update((previous) => ({ ...previous, spec: reconcile.spec, action: reconcile.action }))
  }
}

const reconcile: ScheduleOptions = {
  scheduleId: RECONCILE_SCHEDULE,
  spec: { intervals: [{ every: '1 minute' }] },
  action: {
    type: 'startWorkflow',
    workflowType: 'reconcileSchools',
    workflowId: RECONCILE_SCHEDULE,
    taskQueue: SCHOOLS_QUEUE,
    args: [],
  },
  // Missed minutes need no catching up: one look finds everything that was not heard.
  policies: { overlap: 'SKIP', catchupWindow: '1 minute' },
}
