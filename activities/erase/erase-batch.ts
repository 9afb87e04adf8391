import { beginErasing } from '../../db/school/erase/begin.js'
import { removeRows, rowsLeft } from '../../db/school/erase/finish.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import { keyedHash, keyedHex } from '../../vault/keyed-hash.js'
import { beating } from '../beat.js'
import { loadTerms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure, failure } from '../failures.js'
import { decideFor } from '../time/decide.js'
import { keepSchoolTimes } from '../time/keep-school-times.js'

export interface EraseInput {
  readonly school: string
  /** The tail of the workflow's id. */
  readonly erasure: string
  readonly at: string
}

export interface EraseBatchActivities {
  /**
   * Erases everybody of a school who is due at `at`: hidden, keys destroyed, rows removed, in batches, each verified. Repeatable at any
   * point: whoever was begun with is finished first. Answers how many went.
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
  let erased = 0
  for (;;) {
    const gone = await eraseBatch(deps, input, opened)
    if (gone === 0) break
    erased += gone
  }
  await keepSchoolTimes(deps, input.school, new Date(input.at))
  return erased
}

// As long as an opaque id has to be that nobody hits upon by guessing: 100 bits.
const RECEIPT_DIGITS = 25

async function eraseBatch(
  deps: ActivityDependencies,
  { school, erasure, at }: EraseInput,
  { pool, db }: OpenSchool,
): Promise<number> {
  const terms = await loadTerms(deps, school)
  const lookup = await deps.keyring.schoolKey(school, 'lookup')
  const when = new Date(at)
  const openKeys = (ids: readonly string[]) => deps.keyring.openKeys(school, ids)
  const { subjects, keyIds } = await schoolTransaction(pool, (trx) =>
    beginErasing(trx, {
      erasure,
      at: when,
      decide: decideFor(terms.school, terms.law, when),
      openKeys,
      receiptOf: (subject) => keyedHex(lookup, 'receipt', subject).slice(0, RECEIPT_DIGITS),
      spellHash: (spell) => keyedHash(lookup, 'spell', JSON.stringify(spell)),
    }),
  )
  if (subjects.length === 0) return 0
  // Keys before rows: what is left of a row after a crash opens no more, here or in any copy.
  await deps.keyring.destroySubjects(school, subjects)
  await schoolTransaction(pool, (trx) => removeRows(trx, subjects, { erasure, at: when }))
  const opens = await openKeys(keyIds)
  if (opens.size > 0 || (await rowsLeft(db, subjects)) > 0) throw failure('ErasureIncomplete')
  return subjects.length
}
