import type { Transaction } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'
import { keepFindings } from '../../db/control/finding.js'
import type { Finding, Look } from '../../db/control/finding.js'
import { lockSchool } from '../../db/control/school.js'
import type { FailureType } from '../failure-types.js'

/** What each finding asks of a person. */
const asks: Readonly<Record<Finding, FailureType>> = {
  pastDue: 'PastDue',
  withoutTimer: 'PastDue',
  unfinishedErasure: 'PastDue',
  keptTooLong: 'PastDue',
  notLookedAt: 'NotLookedAt',
  lifecycleMissing: 'LifecycleAstray',
  lifecycleAstray: 'LifecycleAstray',
}
const ours: ReadonlySet<string> = new Set(Object.values(asks))

/**
 * Writes down what a look found, and has the school ask for somebody while anything stands. A school that asks for another reason goes on
 * doing so, because its own reason would be lost with ours: the metric and the register tell of the finding all the same. Answers whether
 * what the school asks for changed.
 */
export async function alert(trx: Transaction<ControlDatabase>, look: Omit<Look, 'version'>): Promise<boolean> {
  const school = await lockSchool(trx, look.school)
  const [first] = await keepFindings(trx, { ...look, version: school?.accepted_version ?? null })
  if (!school || (school.needs_attention !== null && !ours.has(school.needs_attention))) return false
  const attention = first === undefined ? null : asks[first]
  if (attention === school.needs_attention) return false
  await trx.updateTable('school').set({ needs_attention: attention }).where('id', '=', school.id).execute()
  return true
}
