import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  executeChild,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { ExplainActivities } from '../../activities/explain/explain-people.js'
import { isFailureType } from '../../activities/failure-types.js'
import type { FailureType } from '../../activities/failure-types.js'
import type { TellHoldsActivities } from '../../activities/holds/tell-holds.js'
import type { LifeActivities, SchoolStatus, Step } from '../../activities/life/life.js'
import type { ProvisionActivities } from '../../activities/provision-school.js'
import type { CertifyWithdrawalsActivities } from '../../activities/prove/certify-withdrawals.js'
import type { AskActivities } from '../../activities/questions/ask-school.js'
import type { StripActivities } from '../../activities/strip-withdrawn.js'
import type { RetimeActivities } from '../../activities/time/retime-school.js'
import { searchAttributesNow } from '../search-attributes.js'
import { STORE_QUEUE, connectorQueue } from '../task-queues.js'
import { carriedFrom } from './carried-state.js'
import type { LifecycleInput } from './carried-state.js'
import { currentDetails } from './current-details.js'
import { ends } from './deeds.js'
import { syncId } from './ids.js'
import { ringSignal, statusQuery } from './messages.js'
import { revert } from './revert.js'
import { syncSchool } from './sync.js'

// Reads and writes a few control rows: milliseconds. After ten seconds the worker is gone or the database is down; both are tried again.
const { next, certifyWithdrawals } = proxyActivities<LifeActivities & CertifyWithdrawalsActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '10 seconds',
  retry: { maximumInterval: '1 minute' },
})

// A few rows of a school and of control, and a notice or two; see `next`.
const { askSchool, tellHolds } = proxyActivities<AskActivities & TellHoldsActivities>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '1 minute',
  retry: { maximumInterval: '1 minute' },
})

// Copies a template database, or opens every document or fact of a school: seconds, minutes at the very worst. The beat tells in five
// seconds that a worker was killed.
const { provisionSchool, stripWithdrawn, retimeSchool } = proxyActivities<
  ProvisionActivities & StripActivities & RetimeActivities
>({
  taskQueue: STORE_QUEUE,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '5 seconds',
  retry: { maximumInterval: '1 minute' },
})

// Never rest much longer than a day without looking again, so that an instant computed wrongly heals; a night's run comes before that. Not a
// whole day, in which the law counts: the server of rehearsals loses the task of a workflow that cancels a timer just fired
// (temporalio/sdk-java#3088), and then time stands still.
const LONGEST_REST_MS = 25 * 3_600_000

// Long enough not to hammer what is broken, short enough to go on soon after it is mended.
const AFTER_TROUBLE_MS = 60_000

// Keeps a history to a few hundred events, and code that replays old ones to about two weeks.
const SYNCS_A_RUN = 7

/**
 * The life of one school, one thing at a time: onboarding → active ⇄ paused → ending. What to do is decided by `next` from the database;
 * this workflow only does it, in order, and rests.
 */
export async function schoolLifecycle(input: LifecycleInput): Promise<void> {
  const { school, status: known } = carriedFrom(input)
  let rung = false
  let shown = known
  setHandler(ringSignal, () => void (rung = true), { description: 'An instruction was written: look again.' })
  setHandler(statusQuery, () => shown ?? { phase: 'onboarding', name: '', agreement: '', connector: '' })
  const show = (status: SchoolStatus) => {
    if (differ(status, shown)) upsertSearchAttributes(searchAttributesNow(school, status))
    shown = status
    setCurrentDetails(currentDetails(status))
  }
  if (known) setCurrentDetails(currentDetails(known))
  const rest = (until: string | undefined) =>
    condition(() => rung, restMs(until), { summary: `until ${until ?? 'somebody rings'}` })
  const restAfterTrouble = (trouble: string) =>
    condition(() => rung, AFTER_TROUBLE_MS, { summary: `${trouble}; looking again soon` })

  let syncs = 0
  while (syncs < SYNCS_A_RUN && !workflowInfo().continueAsNewSuggested) {
    // Cleared before looking, not before resting: a ring that arrives while `next` looks must not be lost.
    rung = false
    const step = await next({ school, at: now() })
    if (step.do !== 'sync') show(step.status)
    switch (step.do) {
      case 'provision':
      case 'strip':
      case 'retime':
      case 'ask':
      case 'tellHolds':
      case 'explain': {
        const trouble = await troubleOf(prepare(school, step))
        if (trouble) show({ ...step.status, needsAttention: trouble })
        if (trouble) await restAfterTrouble(trouble)
        break
      }
      case 'revert':
        await revert(school, step.run)
        break
      case 'release':
      case 'erase':
      case 'eraseAttendance':
        if (!(await ends(school, step))) await restAfterTrouble(`${step.do} did not end`)
        break
      case 'sync': {
        const after = await sync(school, step.run, step.status)
        syncs += 1
        if (after) show(after)
        // What closed the run also looked ahead, so a quiet night needs no second look unless somebody rang.
        if (after) await rest(after.wakeAt)
        else await restAfterTrouble('a run did not close')
        break
      }
      case 'rest':
        await rest(step.status.wakeAt)
        break
      case 'end':
        await condition(allHandlersFinished)
        return
    }
  }
  await condition(allHandlersFinished)
  await continueAsNew<typeof schoolLifecycle>(carriedFrom({ school, ...(shown && { status: shown }) }))
}

/** A child that fails must not end a life: its run was closed as failed, or will be found open and done again. */
async function sync(school: string, run: string, status: SchoolStatus): Promise<SchoolStatus | undefined> {
  try {
    return await executeChild(syncSchool, {
      workflowId: syncId(school, run),
      args: [{ school, run, connector: status.connector, at: now() }],
      staticSummary: `${status.name}: ${run}`,
    })
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ChildWorkflowFailure)) throw error
    return undefined
  }
}

type Preparation = Extract<Step, { readonly do: 'provision' | 'strip' | 'retime' | 'ask' | 'tellHolds' | 'explain' }>

/** What is to be in order, said or answered before a school is read again. */
function prepare(school: string, step: Preparation): Promise<unknown> {
  switch (step.do) {
    case 'provision':
      return provisionSchool({ school })
    case 'strip':
      return strip(school, step.grantVersion)
    case 'retime':
      return retimeSchool({ school, at: now() })
    case 'ask':
      return askSchool({ school, at: now() })
    case 'tellHolds':
      return tellHolds({ school, at: now() })
    case 'explain':
      return explain(school, step.status.connector)
  }
}

/**
 * Answers what the school asked about people: a request or two each, or the pages of a list. Left after a quarter of an hour or three attempts, for
 * what is due comes first; what cannot be answered is gone within the hour.
 */
function explain(school: string, connector: string): Promise<number> {
  const { explainPeople } = proxyActivities<ExplainActivities>({
    taskQueue: connectorQueue(connector),
    startToCloseTimeout: '10 minutes',
    scheduleToCloseTimeout: '15 minutes',
    heartbeatTimeout: '5 seconds',
    retry: { maximumInterval: '1 minute', maximumAttempts: 3 },
    summary: `ask ${connector} about single people`,
  })
  return explainPeople({ school, at: now() })
}

/** A certificate's times are the workflow's after the deed: `at` decides, it never testifies. */
async function strip(school: string, grantVersion: number): Promise<void> {
  await stripWithdrawn({ school, grantVersion, at: now() })
  await certifyWithdrawals({ school, grantVersion, strippedAt: now() })
}

/** A step that cannot be done, for a key that is gone say, must not end a life: answers what the matter is. */
async function troubleOf(step: Promise<unknown>): Promise<FailureType | undefined> {
  try {
    await step
    return undefined
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
    const cause = error.cause instanceof ApplicationFailure ? error.cause.type : undefined
    return isFailureType(cause) ? cause : 'Unforeseen'
  }
}

const now = () => new Date().toISOString()

function differ(a: SchoolStatus, b: SchoolStatus | undefined): boolean {
  return JSON.stringify(a) !== JSON.stringify(b)
}

function restMs(until: string | undefined): number {
  if (until === undefined) return LONGEST_REST_MS
  return Math.min(Math.max(Date.parse(until) - Date.now(), 1), LONGEST_REST_MS)
}
