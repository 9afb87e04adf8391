import { condition, continueAsNew, proxyActivities, setCurrentDetails, setHandler, sleep } from '@temporalio/workflow'
import type { CloseEndingActivities } from '../../activities/ending/close-ending.js'
import type { DeleteHistoriesActivities } from '../../activities/ending/delete-histories.js'
import type { DestroySchoolActivities } from '../../activities/ending/destroy-school.js'
import type { EndingStep, NextEndingActivities } from '../../activities/ending/next-ending.js'
import { ENDING_QUEUE } from '../task-queues.js'
import { decidedSignal } from './messages.js'

export interface EndSchoolInput {
  readonly school: string
}

// Control rows only. Tried again until it is done: what is due does not become less due.
const { nextEnding, closeEnding } = proxyActivities<NextEndingActivities & CloseEndingActivities>({
  taskQueue: ENDING_QUEUE,
  startToCloseTimeout: '30 seconds',
  retry: { maximumInterval: '1 minute' },
})

// Counts and drops a database; deletes some hundred runs (204 of them took 13 s). The beat tells in five seconds that a worker was killed.
const { beginErasing, destroySchool, deleteHistories } = proxyActivities<
  DestroySchoolActivities & DeleteHistoriesActivities
>({
  taskQueue: ENDING_QUEUE,
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '5 seconds',
  retry: { maximumInterval: '1 minute' },
})

const LONGEST_REST_MS = 24 * 3_600_000

// What lists runs knows of a deletion a moment later.
const AFTER_DELETING = '5 seconds'
// Two of them make up the minute for which a codec may remember a key: before it is over no certificate is issued.
const AFTER_AN_EMPTY_PASS = '30 seconds'
const EMPTY_PASSES = 2

// Under F a school waits six months, a look a day; a history of some hundred events is read by a person without a manual.
const LOOKS_A_RUN = 50

/**
 * The end of one school: waits as long as the law says, then destroys. What to do is decided by `nextEnding` from the rows, so that it
 * can be started any number of times; a taking back ends it with nothing done.
 */
export async function endSchool({ school }: EndSchoolInput): Promise<void> {
  let decided = false
  setHandler(decidedSignal, () => void (decided = true), { description: 'Something was decided: look again.' })
  for (let looks = 0; looks < LOOKS_A_RUN; looks += 1) {
    // Before looking: what is decided while `nextEnding` looks must not be lost.
    decided = false
    const step = await nextEnding({ school, at: now() })
    setCurrentDetails(detailsOf(step))
    if (step.do === 'nothing') return
    if (step.do === 'erase') {
      if (await erase(school)) return
    } else await condition(() => decided, restMs(step.until), { summary: `${step.waitsFor} until ${step.until}` })
  }
  await continueAsNew<typeof endSchool>({ school })
}

/** From here on nothing is taken back; false where it was not time for it after all. Each step can be repeated, and the times are this workflow's after the deed. */
async function erase(school: string): Promise<boolean> {
  if (!(await beginErasing({ school, at: now() }))) return false
  await destroySchool({ school })
  let keysGoneAt = now()
  for (let empty = 0; empty < EMPTY_PASSES;) {
    const runs = await deleteHistories({ school })
    await sleep(runs > 0 ? AFTER_DELETING : AFTER_AN_EMPTY_PASS)
    // A step of the lifecycle that was under way may have made something again.
    const again = await destroySchool({ school })
    if (again > 0) keysGoneAt = now()
    empty = runs + again === 0 ? empty + 1 : 0
  }
  await closeEnding({ school, keysGoneAt, runsGoneAt: now() })
  return true
}

function detailsOf(step: EndingStep): string {
  if (step.do === 'rest')
    return `Waits for the ${step.waitsFor} until **${step.until}**; the deadline is **${step.deadline}**.`
  return step.do === 'erase' ? 'Destroys keys, database and histories.' : 'Nothing to end.'
}

const now = () => new Date().toISOString()

function restMs(until: string): number {
  return Math.min(Math.max(Date.parse(until) - Date.now(), 1), LONGEST_REST_MS)
}
