import { ChildWorkflowFailure, executeChild, isCancellation } from '@temporalio/workflow'
import type { Step } from '../../activities/life/life.js'
import { eraseAttendance, eraseDue } from './erase.js'
import { eraseId, releaseId } from './ids.js'
import { releaseHold } from './release.js'

type Deed = Extract<Step, { readonly do: 'release' | 'erase' | 'eraseAttendance' }>

/**
 * A child that fails must not end a life: what is due stays due, and what somebody decided stays decided, until it is done. Answers whether it
 * was.
 */
export async function ends(school: string, step: Deed): Promise<boolean> {
  try {
    await (step.do === 'release' ? release(school, step) : erase(school, step))
    return true
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ChildWorkflowFailure)) throw error
    return false
  }
}

function release(school: string, { release: id, status }: Extract<Deed, { readonly do: 'release' }>): Promise<unknown> {
  return executeChild(releaseHold, {
    workflowId: releaseId(school, id),
    args: [{ school, release: id, at: now() }],
    staticSummary: `${status.name}: carry out what was decided of what waits`,
  })
}

function erase(school: string, step: Exclude<Deed, { readonly do: 'release' }>): Promise<unknown> {
  const { erasure, status } = step
  const people = step.do === 'erase'
  return executeChild(people ? eraseDue : eraseAttendance, {
    workflowId: eraseId(school, erasure),
    args: [{ school, erasure, at: now() }],
    staticSummary: `${status.name}: erase ${people ? 'what is due' : 'last year’s marks'}`,
  })
}

const now = () => new Date().toISOString()
