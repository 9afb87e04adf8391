import { findSchool } from '../../../../db/control/school.js'
import { changeTermination, standingTermination } from '../../../../db/control/termination.js'
import type { Change } from '../../../../db/school/change.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { isOver } from '../../../access.js'
import { Problem } from '../../../problem.js'

/** What the feed of a school that has ended says, one entry; nothing while it lives. While it ends, there is no feed: throws. */
export async function endOfFeed({ control, clock }: ApiDependencies, id: string): Promise<Change | undefined> {
  const school = await findSchool(control, id)
  if (!school || !isOver(school, clock())) return undefined
  const termination = school.phase === 'ended' ? await standingTermination(control, id) : undefined
  if (!termination?.ended_at)
    throw new Problem('out-of-order', 'The school is ending: show nothing of it, and delete it when the feed says so.')
  const seq = (termination.last_seq ?? 0) + 1
  return {
    seq,
    at: termination.ended_at,
    op: 'erased',
    kind: 'school',
    recordId: id,
    subjectId: null,
    from: null,
    runId: 'end',
  }
}

/** The application has done the same: kept in control, for the school has no database any more. */
export async function acknowledgeEnd(
  { control }: ApiDependencies,
  id: string,
  last: number,
  upToSeq: number,
): Promise<{ upToSeq: number }> {
  if (upToSeq > last)
    throw new Problem('invalid-request', 'The feed has no such entry.', [{ path: 'body/upToSeq', code: 'beyondFeed' }])
  const termination = await standingTermination(control, id)
  const before = termination?.acknowledged_seq ?? 0
  if (termination && upToSeq > before) await changeTermination(control, termination.id, { acknowledged_seq: upToSeq })
  return { upToSeq: Math.max(before, upToSeq) }
}
