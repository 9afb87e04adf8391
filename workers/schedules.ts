import { ScheduleAlreadyRunning } from '@temporalio/client'
import type { Client, ScheduleOptions } from '@temporalio/client'
import { SCHOOLS_QUEUE } from '../workflows/task-queues.js'
import { NOTICES_SCHEDULE, RECONCILE_SCHEDULE, SWEEP_SCHEDULE } from '../workflows/watch/ids.js'

/** Makes the schedules of this release, or brings those that are there up to date. */
export async function ensureSchedules({ schedule }: Client): Promise<void> {
  for (const wanted of [
    everyMinute(RECONCILE_SCHEDULE, 'reconcileSchools'),
    everyMinute(NOTICES_SCHEDULE, 'sendNotices'),
    everyDay(SWEEP_SCHEDULE, 'retentionSweep'),
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
    ...starts(scheduleId, workflowType),
    spec: { intervals: [{ every: '1 minute' }] },
    // Missed minutes need no catching up: one look finds everything that waits.
    policies: { overlap: 'SKIP', catchupWindow: '1 minute' },
  }
}

/** At noon, when the nights of all schools are over and somebody is there to be alerted. */
function everyDay(scheduleId: string, workflowType: string): ScheduleOptions {
  return {
    ...starts(scheduleId, workflowType),
    spec: { calendars: [{ hour: 12 }], timezone: 'Europe/London' },
    // A day that was missed is made up for while it lasts; the next day's look finds the rest.
    policies: { overlap: 'SKIP', catchupWindow: '12 hours' },
  }
}

function starts(scheduleId: string, workflowType: string): Pick<ScheduleOptions, 'scheduleId' | 'action'> {
  return {
    scheduleId,
    action: { type: 'startWorkflow', workflowType, workflowId: scheduleId, taskQueue: SCHOOLS_QUEUE, args: [] },
  }
}
