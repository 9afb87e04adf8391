import { proxyActivities } from '@temporalio/workflow'
import { eraseDue as unbroken } from '../../../workflows/school/erase.js'
import type { EraseInput } from '../../../workflows/school/erase.js'
import { ERASURE_QUEUE } from '../../../workflows/task-queues.js'

interface OneThingMore {
  lookFirst(): Promise<void>
}

const { lookFirst } = proxyActivities<OneThingMore>({ taskQueue: ERASURE_QUEUE, startToCloseTimeout: '1 minute' })

/** Broken on purpose: what was begun under the release before could not go on under this one. */
export async function eraseDue(input: EraseInput): Promise<number> {
  await lookFirst()
  return unbroken(input)
}
