import type { Transaction } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'
import { queueNotice } from '../../db/control/notice.js'
import type { NoticeFacts } from '../../db/control/notice.js'
import type { School } from '../../db/control/school.js'
import type { FailureType } from '../failure-types.js'

const shown: Partial<Record<FailureType, NoticeFacts['sourceDoubted']['shows']>> = {
  SourceEmpty: 'nobody',
  SchoolUnrecognised: 'others',
}

/**
 * Tells the vendor and the school that a source shows nobody, or others than those we hold. A leaver goes unseen for as long as that lasts, so
 * it is an incident and not a bad night; told once, until a whole read is believed again.
 */
export async function tellDoubt(
  trx: Transaction<ControlDatabase>,
  { id: school, last_whole_read_at }: School,
  failure: FailureType | undefined,
  at: Date,
): Promise<void> {
  const shows = failure && shown[failure]
  if (!shows) return
  const since = last_whole_read_at?.toISOString() ?? null
  for (const to of ['processor', 'data'] as const)
    await queueNotice(trx, {
      school,
      to,
      kind: 'sourceDoubted',
      facts: { shows, since },
      at,
      once: `${shows} ${since}`,
    })
}
