import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'
import { findBinding } from '../../db/control/source-binding.js'
import type { School } from '../../db/control/school.js'
import type { SchoolStatus } from './life.js'
import { endOfSchool, nextDeadline } from './next-deadline.js'

export async function statusOf(db: Kysely<ControlDatabase>, school: School): Promise<SchoolStatus> {
  const binding = await findBinding(db, school.id)
  // Only an active school runs by itself; the others wait until somebody rings.
  const next = school.phase === 'active' ? school.next_sync_at?.toISOString() : undefined
  // A pause stops taking data; what is due goes all the same (K13).
  const end = endOfSchool(school)
  const wakeAt = [
    next,
    school.next_erase_at?.toISOString(),
    school.attendance_erase_at?.toISOString(),
    school.next_ask_at?.toISOString(),
    school.next_hold_at?.toISOString(),
    school.explain_at?.toISOString(),
    ...absences(school),
    end === undefined ? end : new Date(end).toISOString(),
  ]
    .filter((at) => at !== undefined)
    .sort()[0]
  const deadline = await nextDeadline(db, school)
  return {
    name: school.name,
    phase: school.phase,
    agreement: school.agreement_id,
    connector: binding?.connector ?? 'none',
    ...(school.last_outcome !== null && { lastOutcome: school.last_outcome }),
    ...(school.open_holds.length > 0 && { held: school.open_holds }),
    ...(school.needs_attention !== null && { needsAttention: school.needs_attention }),
    ...(next !== undefined && { nextSyncAt: next }),
    ...(deadline !== undefined && { nextDeadline: deadline }),
    ...(wakeAt !== undefined && { wakeAt }),
  }
}

/** Absences that nobody confirmed: only an active school is read for them; that they are unconfirmed is said of a paused one too. */
function absences({ phase, confirm_at, unconfirmed_at }: School): readonly (string | undefined)[] {
  if (phase !== 'active' && phase !== 'paused') return []
  return [phase === 'active' ? confirm_at?.toISOString() : undefined, unconfirmed_at?.toISOString()]
}
