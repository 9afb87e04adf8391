import { lawOf } from '../../agreement/law.js'
import { versionsInForce } from '../../db/control/in-force.js'
import { findSchool } from '../../db/control/school.js'
import { noteTimedBy, rulesInForce } from '../../db/control/timed-by.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { knownPeople } from '../../db/school/time/known-people.js'
import type { OpenKeys } from '../../db/school/time/known-people.js'
import { retime } from '../../db/school/time/retime.js'
import type { Retiming } from '../../db/school/time/retime.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import { beating } from '../beat.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure } from '../failures.js'
import { decideFor } from './decide.js'
import { keepSchoolTimes } from './keep-school-times.js'

export interface RetimeActivities {
  /** Computes every date of a school by the rules that hold now; answers how many timers that changed. Repeatable at any point. */
  retimeSchool(input: { readonly school: string; readonly at: string }): Promise<number>
}

export function retimeActivities(deps: ActivityDependencies): RetimeActivities {
  return {
    retimeSchool: ({ school, at }) =>
      beating(() => retimeSchool(deps, school, new Date(at))).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

/**
 * Computes the dates of everybody in a school anew from the facts, and writes where they differ, so that no date depends on somebody having
 * changed it when the rules did. The rules are read once, before: if they change meanwhile, `timed_by` shows it and it is done again.
 */
export async function retimeSchool(
  deps: Pick<ActivityDependencies, 'control' | 'schools' | 'keyring'>,
  id: string,
  at: Date,
): Promise<number> {
  const school = await findSchool(deps.control, id)
  const law = school && lawOf(await versionsInForce(deps.control, school))
  if (!school || !law) return 0
  const opened = await deps.schools.open(id)
  const openKeys: OpenKeys = (ids) => deps.keyring.openKeys(id, ids)
  const rules = rulesInForce(school)
  const changed = await retimeAll(opened, openKeys, {
    decide: decideFor(school, law, at),
    at,
    because: `rules-${rules.slice(-16)}`,
  })
  await keepSchoolTimes(deps, id, at)
  await noteTimedBy(deps.control, id, rules)
  return changed
}

// Opened at once, and kept from being read or erased meanwhile: some 400 facts and their keys, a fraction of a second.
const BATCH = 200

async function retimeAll({ db, pool }: OpenSchool, openKeys: OpenKeys, retiming: Retiming): Promise<number> {
  const rows = await db.selectFrom('subject').select('id').orderBy('id').execute()
  let changed = 0
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH).map(({ id }) => id)
    changed += await schoolTransaction(pool, async (trx) =>
      retime(trx, await knownPeople(trx.db, openKeys, batch), retiming),
    )
  }
  return changed
}
