import type { Kysely } from 'kysely'
import { retentionPolicy } from '../../agreement/agreement.js'
import { startOf } from '../../agreement/retention/days.js'
import { endingPlan } from '../../agreement/retention/ending-plan.js'
import { findAgreement } from '../../db/control/agreement-version.js'
import type { ControlDatabase } from '../../db/control/database.js'
import type { School } from '../../db/control/school.js'
import { endingFacts, standingTermination } from '../../db/control/termination.js'
import { earliestDue } from '../../db/control/timer-aggregate.js'
import { endOfItself } from '../ending/end-by-itself.js'

/**
 * The next instant by which something of a school has to be gone: the earliest of its timers that run, as control counts them, and its own
 * end. A timer that is planned or stayed may never come to run, so it is nobody's deadline yet.
 */
export async function nextDeadline(db: Kysely<ControlDatabase>, school: School): Promise<string | undefined> {
  if (school.phase === 'ended') return undefined
  const due = await earliestDue(db, { schools: [school.id] })
  const end = school.phase === 'ending' ? await deadlineOfEnd(db, school) : endOfSchool(school)
  const first = Math.min(due === null ? Infinity : startOf(due), end ?? Infinity)
  return first === Infinity ? undefined : new Date(first).toISOString()
}

/** A school ends by itself, and somebody has to be awake for it. Once it is ending, that was seen. */
export function endOfSchool(school: School): number | undefined {
  const seen = school.phase === 'ending' || school.phase === 'ended' || school.accepted_version === null
  return seen ? undefined : endOfItself(school)?.at.getTime()
}

async function deadlineOfEnd(db: Kysely<ControlDatabase>, school: School): Promise<number | undefined> {
  const termination = await standingTermination(db, school.id)
  const agreement =
    school.accepted_version === null ? undefined : await findAgreement(db, school.agreement_id, school.accepted_version)
  if (!termination || !agreement) return undefined
  return endingPlan(endingFacts(termination, school), retentionPolicy(agreement)).dueAt
}
