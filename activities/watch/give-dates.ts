import { londonDay } from '../../agreement/calendar.js'
import { knownPeople } from '../../db/school/time/known-people.js'
import { retime } from '../../db/school/time/retime.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import { loadTerms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { decideFor } from '../time/decide.js'

export interface GiveDatesInput {
  readonly school: string
  readonly people: readonly string[]
  readonly at: Date
  /** What the feed names as the reason. */
  readonly because?: string
}

/** Computes the dates of these people from what is known of them, as any change of a fact does. */
export async function giveDates(
  deps: ActivityDependencies,
  { school, people, at, because }: GiveDatesInput,
): Promise<void> {
  const terms = await loadTerms(deps, school)
  const { pool } = await deps.schools.open(school)
  await schoolTransaction(pool, async (trx) => {
    const known = await knownPeople(trx.db, (ids) => deps.keyring.openKeys(school, ids), people)
    const decide = decideFor(terms.school, terms.law, at)
    await retime(trx, known, { decide, at, because: because ?? `sweep-${londonDay(at)}` })
  })
}
