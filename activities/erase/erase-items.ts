import { isGrantCode } from '../../agreement/grant-code.js'
import { goesWith, partsOf } from '../../agreement/parts.js'
import { dueItems } from '../../db/school/erase/due-items.js'
import type { DueItem } from '../../db/school/erase/due-items.js'
import type { EraseTerms } from '../../db/school/erase/begin.js'
import { partsThere } from '../../db/school/parts/part.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { eraseItems } from '../../db/school/strip/erase-items.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import { canonical } from '../../pipeline/canonical.js'
import type { Keyring } from '../../vault/keyring/keyring.js'
import { endStagedChanges } from '../holds/end-staged.js'
import { openSchoolKeys } from '../collect/school-keys.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'

/** Erases the items of single people that are due (K13), and verifies it. Answers how many. */
export async function eraseItemsDue(
  deps: ActivityDependencies,
  school: string,
  opened: OpenSchool,
  terms: EraseTerms,
): Promise<number> {
  const { keyring } = deps
  const due = await schoolTransaction(opened.pool, (trx) => dueItems(trx, terms))
  // A key of which there are two generations is one that an attempt before this did not come to drop.
  const cutShort = (await keyring.halfReplaced(school)).subjects.length > 0
  if (due.length === 0 && !cutShort) return 0
  await endStagedChanges(deps, school, { of: due.map(({ subject }) => subject), at: terms.at })
  await destroyPartsDue(keyring, school, opened, due)
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

/** Keys before rows. All results of a person go with the code of all assessment, one aspect's with its own. */
async function destroyPartsDue(
  keyring: Keyring,
  school: string,
  { db }: OpenSchool,
  due: readonly DueItem[],
): Promise<void> {
  const there = await partsThere(db)
  for (const { subject, item } of due) {
    const parts = new Set([
      ...there.filter((part) => goesWith(part, item)),
      ...(isGrantCode(item) ? partsOf([item]) : []),
    ])
    if (parts.size > 0) await keyring.destroyParts(school, [...parts], [subject])
  }
}
