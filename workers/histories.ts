import type { NativeConnection } from '@temporalio/worker'
import type { Histories, HistoryRun } from '../activities/ending/delete-histories.js'
import { lifecycleId } from '../workflows/school/ids.js'

const PAGE = 500
const NOT_FOUND = 5

/** The histories of schools at a real server, by its plain service: the SDK has no method of its own for deleting one. */
export function schoolHistories({ workflowService }: NativeConnection, namespace: string): Histories {
  return {
    list: async (school) => {
      const runs: HistoryRun[] = []
      let nextPageToken: Uint8Array = new Uint8Array()
      do {
        const asked = { namespace, query: ofSchool(school), pageSize: PAGE, nextPageToken }
        const page = await workflowService.listWorkflowExecutions(asked)
        for (const { execution } of page.executions)
          if (execution?.workflowId && execution.runId)
            runs.push({ workflowId: execution.workflowId, runId: execution.runId })
        nextPageToken = page.nextPageToken
      } while (nextPageToken.length > 0)
      return runs
    },
    delete: async (workflowExecution) => {
      await workflowService.deleteWorkflowExecution({ namespace, workflowExecution }).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === NOT_FOUND)) throw error
      })
    },
    count: async (school) => {
      const { count } = await workflowService.countWorkflowExecutions({ namespace, query: ofSchool(school) })
      return count.toNumber()
    },
  }
}

/** With the slash: a school whose id begins as this one's does is another school. */
function ofSchool(school: string): string {
  const id = lifecycleId(school)
  return `WorkflowId = "${id}" OR WorkflowId STARTS_WITH "${id}/"`
}
