import { proxyActivities } from '@temporalio/workflow'
import type { DropUploadsActivities } from '../../activities/drop-uploads.js'
import type { CloseActivities } from '../../activities/life/close.js'
import type { SchoolStatus } from '../../activities/life/life.js'
import { STORE_QUEUE, connectorQueue } from '../task-queues.js'
import { carryOut } from './carry-out.js'
import type { Reads } from './carry-out.js'

export interface SyncInput {
  readonly school: string
  readonly run: string
  readonly connector: string
  readonly at: string
}

// Control rows only; see `next`.
const { closeRun } = proxyActivities<CloseActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '10 seconds',
  retry: { maximumInterval: '1 minute' },
})

// Keys of a school wrapped anew, and some rows: seconds. Tried again until it is done: the run has not ended while a copy of what it read is left.
const { dropUploads } = proxyActivities<DropUploadsActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '1 minute',
  retry: { maximumInterval: '1 minute' },
})

/** One synchronisation: read and apply, then close the run and look ahead. It never waits for a person. */
export async function syncSchool({ school, run, connector, at }: SyncInput): Promise<SchoolStatus> {
  // A night is six hours of waiting out a source, and an hour for the last attempt. The beat is five seconds, so a killed worker is
  // noticed within that; anything unforeseen (a database that restarts) is tried again all night.
  const { collect, collectAttendance, collectResults, collectPhotos } = proxyActivities<Reads>({
    taskQueue: connectorQueue(connector),
    startToCloseTimeout: '7 hours',
    scheduleToCloseTimeout: '8 hours',
    heartbeatTimeout: '5 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
    summary: `read ${connector} and apply what differs`,
  })
  const activities = { collect, collectAttendance, collectResults, collectPhotos, dropUploads }
  const outcome = await carryOut(activities, { school, run, at })
  return closeRun({ school, run, outcome, at: new Date().toISOString() })
}
