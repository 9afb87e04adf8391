import type { WorkflowClient } from '@temporalio/client'
import { searchAttributesOf } from '../search-attributes.js'
import { SCHOOLS_QUEUE } from '../task-queues.js'
import { lifecycleId } from './ids.js'
import type { schoolLifecycle } from './lifecycle.js'
import { ringSignal } from './messages.js'

/** What the UI shows of a school from its first second. */
export interface RingFacts {
  readonly name: string
  readonly agreement: string
  readonly connector: string
}

/** Rings a school's lifecycle, starting it where there is none. Needs no living worker: the signal waits in the history. */
export async function ringSchool(client: WorkflowClient, school: string, facts: RingFacts): Promise<void> {
  await client.signalWithStart<typeof schoolLifecycle>('schoolLifecycle', {
    workflowId: lifecycleId(school),
    taskQueue: SCHOOLS_QUEUE,
    args: [{ school }],
    signal: ringSignal,
    memo: { ...facts },
    typedSearchAttributes: searchAttributesOf(school, { ...facts, phase: 'onboarding' }),
    staticSummary: `${facts.name} (${facts.agreement})`,
  })
}
