import type { WorkerOptions } from '@temporalio/worker'
import type { ActivityDependencies } from '../activities/dependencies.js'
import { collectAttendanceActivities } from '../activities/attendance/collect-attendance.js'
import { collectActivities } from '../activities/collect/collect.js'
import { closeErasureActivities } from '../activities/erase/close-erasure.js'
import { eraseAttendanceActivities } from '../activities/erase/erase-attendance.js'
import { eraseBatchActivities } from '../activities/erase/erase-batch.js'
import { closeActivities } from '../activities/life/close.js'
import { dropUploadsActivities } from '../activities/drop-uploads.js'
import { endingActivities } from '../activities/ending/ending-activities.js'
import { lifeActivities } from '../activities/life/life.js'
import { collectPhotosActivities } from '../activities/photos/collect-photos.js'
import { sendActivities } from '../activities/notices/send-notices.js'
import { versionActivities } from '../activities/notices/tell-versions.js'
import { askActivities } from '../activities/questions/ask-school.js'
import { provisionActivities } from '../activities/provision-school.js'
import { reconcileActivities } from '../activities/ring-unheard.js'
import type { Ring } from '../activities/ring-unheard.js'
import { collectResultsActivities } from '../activities/results/collect-results.js'
import { tidyActivities } from '../activities/watch/tidy-control.js'
import { certifyWithdrawalsActivities } from '../activities/prove/certify-withdrawals.js'
import { closeRevertActivities } from '../activities/revert/close-revert.js'
import { undoActivities } from '../activities/revert/undo-run.js'
import { stripActivities } from '../activities/strip-withdrawn.js'
import { retimeActivities } from '../activities/time/retime-school.js'
import { astrayActivities } from '../activities/watch/find-astray.js'
import type { Lifecycles } from '../activities/watch/find-astray.js'
import { sweepActivities } from '../activities/watch/sweep-schools.js'
import { connectorNames } from '../agreement/agreement.js'
import type { Endings } from './endings.js'
import { ENDING_QUEUE, ERASURE_QUEUE, SCHOOLS_QUEUE, STORE_QUEUE, connectorQueue } from '../workflows/task-queues.js'

export type QueueOptions = Pick<
  WorkerOptions,
  | 'taskQueue'
  | 'activities'
  | 'workflowBundle'
  | 'maxConcurrentActivityTaskExecutions'
  | 'maxTaskQueueActivitiesPerSecond'
>

export interface QueueNeeds {
  readonly deps: ActivityDependencies
  readonly ring: Ring
  readonly endings: Endings
  readonly lifecycles: Lifecycles | undefined
  readonly workflowBundle: NonNullable<WorkerOptions['workflowBundle']>
}

export const queueNames: readonly string[] = [
  SCHOOLS_QUEUE,
  STORE_QUEUE,
  ERASURE_QUEUE,
  ENDING_QUEUE,
  ...connectorNames.map(connectorQueue),
]

// A read holds a school's records in memory, some 60 MB for the largest; eight at once stay well inside half a gigabyte.
const READS_AT_ONCE = 8

// Of one connector, by all its workers together: the server keeps to it, so that a thousand schools whose minute is the same, or a crowd after an
// outage, do not fall upon one source. Their minutes are spread over the night, so that on most this holds nothing back.
const READS_A_SECOND = 50

/** What a worker of a queue offers. The queue of workflows needs nothing of ours but the codec. */
export function queueOptions(
  queue: string,
  { deps, ring, endings, lifecycles, workflowBundle }: QueueNeeds,
): QueueOptions {
  if (queue === SCHOOLS_QUEUE) return { taskQueue: queue, workflowBundle }
  if (queue === ENDING_QUEUE) return { taskQueue: queue, workflowBundle, activities: endingActivities(deps, endings) }
  if (queue === ERASURE_QUEUE) return { taskQueue: queue, activities: erasureActivities(deps) }
  if (queue === STORE_QUEUE) {
    const activities = {
      ...lifeActivities(deps.control, endings.start),
      ...closeActivities(deps.control),
      ...provisionActivities(deps),
      ...stripActivities(deps),
      ...retimeActivities(deps),
      ...undoActivities(deps),
      ...closeRevertActivities(deps.control),
      ...dropUploadsActivities(deps),
      ...askActivities(deps),
      ...certifyWithdrawalsActivities(deps),
      ...reconcileActivities(deps.control, ring, endings.start),
      ...astrayActivities(deps, { ring, lifecycles }),
      ...sweepActivities(deps, ring),
      ...tidyActivities(deps.control),
      ...sendActivities(deps),
      ...versionActivities(deps.control),
    }
    return { taskQueue: queue, activities }
  }
  return {
    taskQueue: queue,
    activities: {
      ...collectActivities(deps),
      ...collectAttendanceActivities(deps),
      ...collectResultsActivities(deps),
      ...collectPhotosActivities(deps),
    },
    maxConcurrentActivityTaskExecutions: READS_AT_ONCE,
    maxTaskQueueActivitiesPerSecond: READS_A_SECOND,
  }
}

function erasureActivities(deps: ActivityDependencies) {
  return { ...eraseBatchActivities(deps), ...eraseAttendanceActivities(deps), ...closeErasureActivities(deps) }
}
