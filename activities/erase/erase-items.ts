import { dueItems } from '../../db/school/erase/due-items.js'
import type { EraseTerms } from '../../db/school/erase/begin.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { eraseItems } from '../../db/school/strip/erase-items.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import { canonical } from '../../pipeline/canonical.js'
import { openSchoolKeys } from '../collect/school-keys.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'

/** Erases the items of single people that are due (K13), and verifies it. Answers how many. */
export async function eraseItemsDue(
  { keyring }: ActivityDependencies,
  school: string,
  opened: OpenSchool,
  terms: EraseTerms,
): Promise<number> {
  const due = await schoolTransaction(opened.pool, (trx) => dueItems(trx, terms))
  // A key of which there are two generations is one that an attempt before this did not come to drop.
  const cutShort = (await keyring.halfReplaced(school)).subjects.length > 0
  if (due.length === 0 && !cutShort) return 0
  const { hashes } = await openSchoolKeys(keyring, school)
  const left = await eraseItems(opened, keyring, {
    ...terms,
    school,
    due,
    digestOf: (kind, items) => hashes.digest('items', kind, canonical(items)),
  })
  if (left > 0) throw failure('ErasureIncomplete')
  return due.length
}
