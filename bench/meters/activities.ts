import { setTimeout as wait } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { lifecycleId, syncId } from '../../workflows/school/ids.js'
import { ringSignal } from '../../workflows/school/messages.js'

export interface Histories {
  /** How many activities a run took, its own and those of the lifecycle around it, since the lifecycle's event `after`. */
  readonly activitiesOf: (school: string, run: string, after: LifeEvent) => Promise<readonly string[]>
  readonly lastEvent: (school: string) => Promise<LifeEvent>
  /** Waits until a lifecycle has nothing under way. */
  readonly atRest: (school: string) => Promise<void>
  /** Tells a lifecycle that there is something to do. */
  readonly ring: (school: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Where a lifecycle stands: event ids begin anew when it continues as new. */
export interface LifeEvent {
  readonly run: string
  readonly event: number
}

/** Reads histories without opening a payload: which activities were scheduled stands there in clear. */
export async function openHistories(address: string, namespace: string): Promise<Histories> {
  const connection = await Connection.connect({ address })
  const { workflow } = new Client({ connection, namespace })
  // Not the client's own describe: that opens the memo, for which it would need the school's key.
  const describe = (school: string) =>
    connection.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId: lifecycleId(school) } })
  const lifeRun = async (school: string) => (await describe(school)).workflowExecutionInfo?.execution?.runId ?? ''
  const scheduled = async (id: string, after = 0, run?: string) => {
    const { events } = await workflow.getHandle(id, run).fetchHistory()
    return (events ?? [])
      .filter(({ eventId }) => Number(eventId) > after)
      .flatMap(({ activityTaskScheduledEventAttributes: of }) => of?.activityType?.name ?? [])
  }
  return {
    activitiesOf: async (school, run, after) => {
      const now = await lifeRun(school)
      // Over a continue-as-new: the end of the old run, and the new one.
      const earlier = now === after.run ? [] : await scheduled(lifecycleId(school), after.event, after.run)
      const life = await scheduled(lifecycleId(school), now === after.run ? after.event : 0, now)
      return [...earlier, ...life, ...(await scheduled(syncId(school, run)))]
    },
    lastEvent: async (school) => {
      const run = await lifeRun(school)
      const { events } = await workflow.getHandle(lifecycleId(school), run).fetchHistory()
      return { run, event: events?.length ?? 0 }
    },
    atRest: async (school) => {
      while (isBusy(await describe(school))) await wait(LOOK_AGAIN_MS)
    },
    ring: (school) => workflow.getHandle(lifecycleId(school)).signal(ringSignal),
    close: () => connection.close(),
  }
}

const LOOK_AGAIN_MS = 20

type Described = Awaited<ReturnType<Connection['workflowService']['describeWorkflowExecution']>>

function isBusy({ pendingActivities, pendingChildren, pendingWorkflowTask }: Described): boolean {
  return pendingActivities.length > 0 || pendingChildren.length > 0 || Boolean(pendingWorkflowTask)
}
