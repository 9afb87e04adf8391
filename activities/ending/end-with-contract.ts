import type { Transaction } from 'kysely'
import { ulid } from 'ulid'
import { contractIsOver } from '../../agreement/retention/contract-end.js'
import { endOf } from '../../agreement/retention/days.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { lockSchool } from '../../db/control/school.js'
import { cutAccess, openTermination, standingTermination } from '../../db/control/termination.js'
import type { Termination } from '../../db/control/termination.js'

/**
 * Begins the end of a school whose contract has run out, without anybody's act (K21): found out late, it begins at once and is late by as
 * much. Answers the end that is under way, if one is.
 */
export async function endWithContract(
  trx: Transaction<ControlDatabase>,
  id: string,
  at: Date,
): Promise<Termination | undefined> {
  const school = await lockSchool(trx, id)
  if (!school) return undefined
  const standing = await standingTermination(trx, id)
  const { accepted_version, contract } = school
  if (accepted_version === null || contract.endsOn === undefined || !contractIsOver(contract, at)) return standing
  const termination =
    standing ??
    (await openTermination(trx, {
      id: ulid(at.getTime()).toLowerCase(),
      school_id: id,
      cause: 'contractEnd',
      effective_at: new Date(endOf(contract.endsOn)),
      received_at: at,
      instructed_at: at,
      instructed_by: null,
      given_by: 'termkeeper',
      given_role: 'contract',
      instruction: null,
      reason: null,
      return_wanted: false,
      erase_early: false,
      needs_confirmation: false,
      phase_before: school.phase,
    }))
  if (termination.ended_at === null) await cutAccess(trx, school, termination, at)
  return termination
}
