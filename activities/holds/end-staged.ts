import { closeEmptied } from '../../db/school/hold/carry-out.js'
import { endStaged } from '../../db/school/hold/lapse.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import type { ActivityDependencies } from '../dependencies.js'
import { dropOver } from './drop-over.js'

/**
 * Destroys what is staged of these people, or of everybody: it may hold an item that was withdrawn, and the next read stages it anew without.
 * Absences wait on, for nothing is staged of them.
 */
export async function endStagedChanges(
  deps: Pick<ActivityDependencies, 'keyring' | 'schools'>,
  school: string,
  { of, at }: { readonly of: readonly string[] | 'everybody'; readonly at: Date },
): Promise<void> {
  const { pool } = await deps.schools.open(school)
  await schoolTransaction(pool, async (trx) => {
    await endStaged(trx, of)
    await closeEmptied(trx, 'vanished', at)
  })
  await dropOver(deps, school)
}
