import { ActivityFailure, ApplicationFailure, isCancellation, proxyActivities } from '@temporalio/workflow'
import { failureKinds, isFailureType } from '../../activities/failure-types.js'
import type { FailureType } from '../../activities/failure-types.js'
import type { CollectActivities, CollectResult } from '../../activities/collect/collect.js'
import type { CloseActivities, RunOutcome } from '../../activities/life/close.js'
import type { SchoolStatus } from '../../activities/life/life.js'
import { STORE_QUEUE, connectorQueue } from '../task-queues.js'

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

/** One synchronisation: read and apply, then close the run and look ahead. It never waits for a person. */
export async function syncSchool({ school, run, connector, at }: SyncInput): Promise<SchoolStatus> {
  // A night is six hours of waiting out a source, and an hour for the last attempt. The beat is five seconds, so a killed worker is
  // noticed within that; anything unforeseen (a database that restarts) is tried again all night.
  const { collect } = proxyActivities<CollectActivities>({
    taskQueue: connectorQueue(connector),
    startToCloseTimeout: '7 hours',
    scheduleToCloseTimeout: '8 hours',
    heartbeatTimeout: '5 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
    summary: `read ${connector} and apply what differs`,
  })
  let outcome: RunOutcome
  try {
    outcome = ended(await collect({ school, run, at }))
  } catch (error) {
    if (isCancellation(error)) throw error
    outcome = failed(error)
  }
  return closeRun({ school, run, outcome, at: new Date().toISOString() })
}

function ended(result: CollectResult): RunOutcome {
  return { ...result, ...(result.verdict.apply ? {} : { failure: 'SourceIncomplete', reason: result.verdict.words }) }
}

function failed(error: unknown): RunOutcome {
  const cause = error instanceof ActivityFailure ? error.cause : error
  if (cause instanceof ApplicationFailure && isFailureType(cause.type)) {
    return {
      state: refusals.has(cause.type) ? 'refused' : 'failed',
      failure: cause.type,
      reason: reasonOf(cause.type, cause.message),
    }
  }
  return { state: 'failed', failure: 'Unforeseen', reason: failureKinds.Unforeseen.means }
}

/** What the failure means, and after it what was seen where: endpoint and kind of trouble, never a value. */
function reasonOf(type: FailureType, seen: string): string {
  const { means } = failureKinds[type]
  return seen === means ? means : `${means.replace(/\.$/, '')} (${seen}).`
}

// The read was possible and must not be believed, or was not wanted; everything else is a read that did not come about.
const refusals: ReadonlySet<string> = new Set([
  'SourceRefused',
  'SourceIncomplete',
  'SourceChangedShape',
  'WrongSchool',
  'SchoolStopped',
  'SchoolEnding',
])
