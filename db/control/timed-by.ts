import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { ControlDatabase } from './database.js'
import type { School } from './school.js'

/** What of a school's row its people's dates depend on. */
export type RulesOfSchool = Pick<
  School,
  'agreement_id' | 'accepted_version' | 'kind' | 'statutory_high_age' | 'contract' | 'settings'
>

/**
 * Names the rules that hold for a school: the version in force, and a digest of what the school settled about itself. Where it is not what
 * the timers were computed by, all of them are computed anew. A spelling of the same settings that differs costs one look, no more.
 */
export function rulesInForce(school: RulesOfSchool): string {
  const { agreement_id, accepted_version, kind, statutory_high_age, contract, settings } = school
  const settled = JSON.stringify([kind, statutory_high_age, contract, settings])
  return `${agreement_id} ${accepted_version ?? 0} ${createHash('sha256').update(settled).digest('hex').slice(0, 16)}`
}

/** Notes by which rules a school's timers are computed now; written only where it differs. */
export async function noteTimedBy(db: Kysely<ControlDatabase>, school: string, rules: string): Promise<void> {
  await db
    .updateTable('school')
    .set({ timed_by: rules })
    .where('id', '=', school)
    .where(sql<boolean>`timed_by is distinct from ${rules}`)
    .execute()
}
