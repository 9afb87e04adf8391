import { beginErasing } from '../../db/school/erase/begin.js'
import type { EraseTerms } from '../../db/school/erase/begin.js'
import { removeRows, rowsLeft } from '../../db/school/erase/finish.js'
import { sealForLoneMembers } from '../../db/school/erase/lone-members.js'
import { receiptOf } from '../../db/school/erase/receipt.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import { keyedHash } from '../../vault/keyed-hash.js'
import { beating } from '../beat.js'
import { loadTerms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure, failure } from '../failures.js'
import { decideFor } from '../time/decide.js'
import { keepSchoolTimes } from '../time/keep-school-times.js'
import { eraseItemsDue } from './erase-items.js'

export interface EraseInput {
  readonly school: string
  /** The tail of the workflow's id. */
  readonly erasure: string
  readonly at: string
}

export interface EraseBatchActivities {
  /**
   * Erases everybody of a school who is due at `at`: hidden, keys destroyed, rows removed, in batches, each verified; then the single items
   * that are. Repeatable at any point: whoever was begun with is finished first. Answers how many went.
   */
  eraseDuePeople(input: EraseInput): Promise<number>
}

export function eraseBatchActivities(deps: ActivityDependencies): EraseBatchActivities {
  return {
    eraseDuePeople: (input) =>
      beating(() => eraseAll(deps, input)).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

async function eraseAll(deps: ActivityDependencies, input: EraseInput): Promise<number> {
  const opened = await deps.schools.open(input.school)
  const terms = await termsOf(deps, input)
  let erased = 0
  for (;;) {
    const gone = await eraseBatch(deps, input.school, opened, terms)
    if (gone === 0) break
    erased += gone
  }
  erased += await eraseItemsDue(deps, input.school, opened, terms)
  await keepSchoolTimes(deps, input.school, terms.at)
  return erased
}

async function termsOf(deps: ActivityDependencies, { school, erasure, at }: EraseInput): Promise<EraseTerms> {
  const terms = await loadTerms(deps, school)
  const lookup = await deps.keyring.schoolKey(school, 'lookup')
  return {
    erasure,
    at: new Date(at),
    decide: decideFor(terms.school, terms.law, new Date(at)),
    openKeys: (ids) => deps.keyring.openKeys(school, ids),
    receiptOf: (subject) => receiptOf(lookup, subject),
    spellHash: (spell) => keyedHash(lookup, 'spell', JSON.stringify(spell)),
  }
}

async function eraseBatch(
  deps: ActivityDependencies,
  school: string,
  { pool, db }: OpenSchool,
  terms: EraseTerms,
): Promise<number> {
  const { subjects, keyIds } = await schoolTransaction(pool, (trx) => beginErasing(trx, terms))
  if (subjects.length === 0) return 0
  // Keys before rows: what is left of a row after a crash opens no more, here or in any copy.
  await deps.keyring.destroySubjects(school, subjects)
  await schoolTransaction(pool, async (trx) => {
    await removeRows(trx, subjects, terms)
    await sealForLoneMembers(trx, deps.keyring, school)
  })
  const opens = await terms.openKeys(keyIds)
  if (opens.size > 0 || (await rowsLeft(db, subjects)) > 0) throw failure('ErasureIncomplete')
  return subjects.length
}
