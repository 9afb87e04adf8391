import { Client } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import type { WorkerOptions } from '@temporalio/worker'
import { lifecycleFacts } from '../db/control/lifecycle-facts.js'
import { dataConverter } from '../vault/codec/data-converter.js'
import { ringSchool } from '../workflows/school/ring.js'
import { ENDING_QUEUE } from '../workflows/task-queues.js'
import { ERASER_NAMESPACE } from '../workflows/ending/ids.js'
import { ERASER, PLATFORM } from '../vault/codec/codec-keys.js'
import type { Histories } from '../activities/ending/delete-histories.js'
import { endingsOver } from './endings.js'
import type { WorkerDependencies } from './dependencies.js'
import { queueOptions } from './queues.js'
import { schoolLifecycles } from './lifecycles.js'
import { ensureSchedules } from './schedules.js'

export interface RunOptions {
  readonly address: string
  readonly namespace: string
  /** Where schools are ended. */
  readonly eraserNamespace?: string | undefined
  readonly queues: readonly string[]
  readonly workflowBundle: NonNullable<WorkerOptions['workflowBundle']>
  readonly deps: WorkerDependencies
  /** In place of the server's own: the time-skipping server keeps no histories to list or delete. Then it lists no lifecycles either. */
  readonly histories?: Histories
  /** Whether to make the schedules; the time-skipping server has none. */
  readonly schedules?: boolean
  /** Called once all queues are polled. */
  readonly onReady?: (stop: () => void) => void
}

// A workflow whose worker died is picked up by another after this long, instead of ten seconds.
const STICKY_TIMEOUT = '2s'

/** Polls the queues until it is stopped or one of them fails, which stops the others. */
export async function runQueues({
  address,
  namespace,
  eraserNamespace = ERASER_NAMESPACE,
  histories,
  queues,
  workflowBundle,
  deps,
  schedules = false,
  onReady,
}: RunOptions): Promise<void> {
  for (const owner of [PLATFORM, ERASER]) await deps.keyring.makeSchoolKeys(owner)
  const connection = await NativeConnection.connect({ address })
  try {
    const converter = dataConverter(deps.codecKeys)
    const client = new Client({ connection, namespace, dataConverter: converter })
    if (schedules) await ensureSchedules(client)
    const ring = async (school: string) =>
      ringSchool(client.workflow, school, await lifecycleFacts(deps.control, school))
    const namespaces = { schools: namespace, eraser: eraserNamespace }
    const endings = { ...endingsOver(connection, namespaces, converter), ...(histories && { histories }) }
    const lifecycles = histories ? undefined : schoolLifecycles(connection, namespace)
    const shared = {
      connection,
      dataConverter: converter,
      shutdownGraceTime: '4s',
      stickyQueueScheduleToStartTimeout: STICKY_TIMEOUT,
    }
    const workers = await Promise.all(
      queues.map((queue) =>
        Worker.create({
          ...shared,
          namespace: queue === ENDING_QUEUE ? eraserNamespace : namespace,
          ...queueOptions(queue, { deps, ring, endings, lifecycles, workflowBundle }),
        }),
      ),
    )
    const stop = () =>
      workers.filter((worker) => worker.getState() === 'RUNNING').forEach((worker) => worker.shutdown())
    const running = workers.map((worker) => worker.run().finally(stop))
    onReady?.(stop)
    const ends = await Promise.allSettled(running)
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  } finally {
    await connection.close()
  }
}
