import { ScheduleAlreadyRunning } from '@temporalio/client'
import type { Client, ScheduleOptions } from '@temporalio/client'
import { SCHOOLS_QUEUE } from '../workflows/task-queues.js'
import { NOTICES_SCHEDULE, RECONCILE_SCHEDULE } from '../workflows/watch/ids.js'

/** Makes the schedules of this release, or brings those that are there up to date. */
export async function ensureSchedules({ schedule }: Client): Promise<void> {
  for (const wanted of [
    everyMinute(RECONCILE_SCHEDULE, 'reconcileSchools'),
    everyMinute(NOTICES_SCHEDULE, 'sendNotices'),
  ])
    await ensure(schedule, wanted)
}

async function ensure(schedules: Client['schedule'], wanted: ScheduleOptions): Promise<void> {
  try {
    await schedules.create(wanted)
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await schedules
      .getHandle(wanted.scheduleId)
      .update((previous) => ({ ...previous, spec: wanted.spec, action: wanted.action }))
  }
}

function everyMinute(scheduleId: string, workflowType: string): ScheduleOptions {
  return {
    scheduleId,
    spec: { intervals: [{ every: '1 minute' }] },
    action: { type: 'startWorkflow', workflowType, workflowId: scheduleId, taskQueue: SCHOOLS_QUEUE, args: [] },
    // Missed minutes need no catching up: one look finds everything that waits.
    policies: { overlap: 'SKIP', catchupWindow: '1 minute' },
  }
}
