import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'
import type { School } from '../../db/control/school.js'
import type { FailureType } from '../failure-types.js'

// What a read fails of that is the school's or its connector's to mend. Everything else, and an outage in which nothing was tried, is ours.
const theirs: readonly FailureType[] = ['SourceRefused', 'WrongSchool', 'SourceUnavailable', 'SourceThrottled']

/** Whether it is the school that is not read: neither paused by its own people nor failing on our side (requirements.md §4, 9). */
export async function isSilent(control: Kysely<ControlDatabase>, school: School): Promise<boolean> {
  // Paused, and not by its own people: its source refused us.
  const refused = school.phase === 'paused'
  if (!refused && !theirs.some((type) => type === school.needs_attention)) return false
  const last = await control
    .selectFrom('instruction')
    .select('act')
    .where('school_id', '=', school.id)
    .where('act', 'in', ['pause', 'resume'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.act !== 'pause'
}
