import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'
import { findBinding } from '../../db/control/source-binding.js'
import type { School } from '../../db/control/school.js'
import { endOfItself } from '../ending/end-by-itself.js'
import type { SchoolStatus } from './life.js'

export async function statusOf(db: Kysely<ControlDatabase>, school: School): Promise<SchoolStatus> {
  const binding = await findBinding(db, school.id)
  // Only an active school runs by itself; the others wait until somebody rings.
  const next = school.phase === 'active' ? school.next_sync_at?.toISOString() : undefined
  // A pause stops taking data; what is due goes all the same (K13).
  const wakeAt = [next, school.next_erase_at?.toISOString(), school.next_ask_at?.toISOString(), endsAt(school)]
    .filter((at) => at !== undefined)
    .sort()[0]
  return {
    name: school.name,
    phase: school.phase,
    agreement: school.agreement_id,
    connector: binding?.connector ?? 'none',
    ...(school.last_outcome !== null && { lastOutcome: school.last_outcome }),
    ...(school.needs_attention !== null && { needsAttention: school.needs_attention }),
    ...(next !== undefined && { nextSyncAt: next }),
    ...(wakeAt !== undefined && { wakeAt }),
  }
}

/** A school ends by itself, and somebody has to be awake for it. Once it is ending, that was seen. */
function endsAt(school: School): string | undefined {
  const seen = school.phase === 'ending' || school.phase === 'ended' || school.accepted_version === null
  const end = seen ? null : endOfItself(school)
  return end?.at.toISOString()
}
