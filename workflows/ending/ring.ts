import type { WorkflowClient } from '@temporalio/client'
import { ENDING_QUEUE } from '../task-queues.js'
import type { EndSchoolInput, endSchool } from './end-school.js'
import { endSchoolId } from './ids.js'
import { decidedSignal } from './messages.js'

/**
 * Rings the workflow that ends a school, starting it where there is none. Its id is the school's, so that however often it is rung, one
 * of it runs; and one that was ended by hand in the middle goes on from the rows.
 */
export async function ringEndSchool(eraser: WorkflowClient, school: string): Promise<void> {
  await eraser.signalWithStart<typeof endSchool>('endSchool', { ...startOf(school), signal: decidedSignal })
}

/** Starts it where it does not run, and leaves it alone where it does: what looks every minute must not have it look every minute. */
export async function startEndSchool(eraser: WorkflowClient, school: string): Promise<void> {
  try {
    await eraser.start<typeof endSchool>('endSchool', startOf(school))
  } catch (error) {
    if (!(error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError')) throw error
  }
}

function startOf(school: string) {
  const args: [EndSchoolInput] = [{ school }]
  return { workflowId: endSchoolId(school), taskQueue: ENDING_QUEUE, args }
}
