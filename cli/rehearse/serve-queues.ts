import { fileURLToPath } from 'node:url'
import proto from '@temporalio/proto'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker'
import type { Histories } from '../../activities/ending/delete-histories.js'
import { failureConverterPath } from '../../vault/codec/data-converter.js'
import type { WorkerDependencies } from '../../workers/dependencies.js'
import { queueNames } from '../../workers/queues.js'
import { runQueues } from '../../workers/run-queues.js'
import { lifecycleId } from '../../workflows/school/ids.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'

interface QueueNeeds {
  readonly server: TestWorkflowEnvironment
  readonly deps: WorkerDependencies
  /** How far the rehearsed time stands off the server's. */
  readonly shiftMs: number
}

/** Serves every queue there is, with workflows that live in shifted time. */
export async function serveQueues({ server, deps, shiftMs }: QueueNeeds): Promise<{ stop: () => Promise<void> }> {
  await registerSearchAttributes(server)
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../workflows/index.js', import.meta.url)),
    workflowInterceptorModules: [fileURLToPath(new URL('./shifted-time.js', import.meta.url))],
    failureConverterPath,
    logger: new DefaultLogger('ERROR'),
  })
  const workflowBundle = { code: code.replaceAll('@shift-ms@', String(shiftMs)) }
  let ended: Promise<void> | undefined
  const stop = await new Promise<() => void>((resolve, reject) => {
    ended = runQueues({
      address: server.address,
      namespace: server.namespace ?? 'default',
      queues: queueNames,
      workflowBundle,
      deps,
      histories: openLifecycles(server),
      onReady: resolve,
    })
    ended.catch(reject)
  })
  return {
    stop: async () => {
      stop()
      await ended
    },
  }
}

const RUNNING = proto.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING

/**
 * This server neither lists nor deletes histories: the one part of a rehearsal that is not real. A lifecycle that is still open is terminated,
 * as deleting it would: without its keys it could never end by itself, and time would stand still waiting for it.
 */
function openLifecycles({
  connection: { workflowService },
  namespace = 'default',
}: TestWorkflowEnvironment): Histories {
  return {
    list: async (school) => {
      const execution = { workflowId: lifecycleId(school) }
      const { workflowExecutionInfo: found } = await workflowService.describeWorkflowExecution({ namespace, execution })
      const runId = found?.execution?.runId
      return found?.status === RUNNING && runId ? [{ ...execution, runId }] : []
    },
    delete: async (workflowExecution) => {
      await workflowService.terminateWorkflowExecution({ namespace, workflowExecution })
    },
    count: async () => 0,
  }
}

const { IndexedValueType } = proto.temporal.api.enums.v1
const types = {
  KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  BOOL: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
}

/** This server takes them only after its start. */
async function registerSearchAttributes(server: TestWorkflowEnvironment): Promise<void> {
  await server.connection.operatorService.addSearchAttributes({
    namespace: server.namespace ?? 'default',
    searchAttributes: Object.fromEntries(searchAttributeKeys.map(({ name, type }) => [name, types[type]])),
  })
}
