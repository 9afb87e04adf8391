import { ActivityFailure, ApplicationFailure, isCancellation, proxyActivities } from '@temporalio/workflow'
import { failureKinds, isFailureType } from '../../activities/failure-types.js'
import type { CloseRevertActivities } from '../../activities/revert/close-revert.js'
import type { UndoActivities, UndoResult } from '../../activities/revert/undo-run.js'
import { STORE_QUEUE } from '../task-queues.js'

// Opens and seals what one night changed, at the most every document of a school: seconds. Tried again until it is done, as whatever the
// school is asked; a key that is gone ends it.
const { undoRun } = proxyActivities<UndoActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '5 seconds',
  retry: { maximumInterval: '1 minute' },
})

// Control rows only.
const { closeRevert } = proxyActivities<CloseRevertActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '10 seconds',
  retry: { maximumInterval: '1 minute' },
})

/** Undoes a run, and closes the one that does: whatever became of it, no open run stands in the way of the next night. */
export async function revert(school: string, run: string): Promise<void> {
  const result = await undoRun({ school, run, at: now() }).catch(failed)
  await closeRevert({ school, run, result, at: now() })
}

function failed(error: unknown): UndoResult {
  if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
  const type = error.cause instanceof ApplicationFailure ? error.cause.type : undefined
  return { state: 'failed', counts: {}, reason: failureKinds[isFailureType(type) ? type : 'Unforeseen'].means }
}

const now = () => new Date().toISOString()
