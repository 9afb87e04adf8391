import type { NativeConnection } from '@temporalio/worker'
import type { Lifecycles } from '../activities/watch/find-astray.js'
import { lifecycleId, schoolOfLifecycle } from '../workflows/school/ids.js'

const RUNNING = `WorkflowType = "schoolLifecycle" AND ExecutionStatus = "Running"`

// As many as the server gives at once.
const PAGE = 1_000
const NOT_FOUND = 5

/**
 * The lifecycles that run at a real server, by its plain service: the SDK's own listing opens every memo, and one whose key is destroyed
 * would end it. What the server lists is a moment old.
 */
export function schoolLifecycles({ workflowService }: NativeConnection, namespace: string): Lifecycles {
  return {
    count: async () => {
      const { count } = await workflowService.countWorkflowExecutions({ namespace, query: RUNNING })
      return count.toNumber()
    },
    running: async () => {
      const schools = new Set<string>()
      let nextPageToken: Uint8Array = new Uint8Array()
      do {
        const asked = { namespace, query: RUNNING, pageSize: PAGE, nextPageToken }
        const page = await workflowService.listWorkflowExecutions(asked)
        for (const { execution } of page.executions) {
          const school = schoolOfLifecycle(execution?.workflowId ?? '')
          if (school !== undefined) schools.add(school)
        }
        nextPageToken = page.nextPageToken
      } while (nextPageToken.length > 0)
      return schools
    },
    end: async (school) => {
      const workflowExecution = { workflowId: lifecycleId(school) }
      const reason = 'There is no such school any more.'
      await workflowService
        .terminateWorkflowExecution({ namespace, workflowExecution, reason })
        .catch((error: unknown) => {
          if (!(error instanceof Error && 'code' in error && error.code === NOT_FOUND)) throw error
        })
    },
  }
}
