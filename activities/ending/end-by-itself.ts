import type { Transaction } from 'kysely'
import { ulid } from 'ulid'
import { endOf } from '../../agreement/retention/days.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { lockSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import { cutAccess, openTermination, standingTermination } from '../../db/control/termination.js'
import type { Termination } from '../../db/control/termination.js'

interface OwnEnd {
  readonly cause: 'contractEnd' | 'noRead'
  readonly at: Date
}

/** When a school ends without anybody's act: its contract runs out, or nobody read it and it did not answer (requirements.md §4, 9). */
export function endOfItself({ contract, unread_ends_on }: Pick<School, 'contract' | 'unread_ends_on'>): OwnEnd | null {
  const ends: OwnEnd[] = []
  if (contract.endsOn !== undefined) ends.push({ cause: 'contractEnd', at: new Date(endOf(contract.endsOn)) })
  if (unread_ends_on !== null) ends.push({ cause: 'noRead', at: new Date(endOf(unread_ends_on)) })
  return ends.sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null
}

/**
 * Begins the end of a school whose contract has run out, or that is silent, without anybody's act (K21): found out late, it begins at once
 * and is late by as much. Answers the end that is under way, if one is.
 */
export async function endByItself(
  trx: Transaction<ControlDatabase>,
  id: string,
  at: Date,
): Promise<Termination | undefined> {
  const school = await lockSchool(trx, id)
  if (!school) return undefined
  const standing = await standingTermination(trx, id)
  const end = endOfItself(school)
  if (school.accepted_version === null || end === null || end.at > at) return standing
  const termination =
    standing ??
    (await openTermination(trx, {
      id: ulid(at.getTime()).toLowerCase(),
      school_id: id,
      cause: end.cause,
      effective_at: end.at,
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
