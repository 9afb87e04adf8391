import { sql } from 'kysely'
import { knownPeople } from '../time/known-people.js'
import { retime } from '../time/retime.js'
import type { SchoolTransaction } from '../transaction.js'
import type { EraseTerms } from './begin.js'

/** One item of one person, that has to go. */
export interface DueItem {
  readonly subject: string
  readonly item: string
  readonly dueAt: Date
}

/**
 * The items of single people that are due: their dates are computed once more from the facts as they stand. Of somebody whose key is gone no
 * item is left to anybody, and the timer goes, for it would be due for ever.
 */
export async function dueItems(
  trx: SchoolTransaction,
  { at, decide, openKeys, erasure }: Pick<EraseTerms, 'at' | 'decide' | 'openKeys' | 'erasure'>,
): Promise<readonly DueItem[]> {
  const subjects = [...new Set((await itemsDue(trx, at)).map(({ subject }) => subject))]
  if (subjects.length === 0) return []
  const people = await knownPeople(trx.db, openKeys, subjects)
  const closed = subjects.filter((subject) => !people.has(subject))
  await sql`delete from timer where item is not null and subject_id = any(${closed}::uuid[])`.execute(trx.db)
  await retime(trx, people, { decide, at, because: erasure })
  return itemsDue(trx, at)
}

async function itemsDue(trx: SchoolTransaction, at: Date): Promise<readonly DueItem[]> {
  const rows = await trx.db
    .selectFrom('timer')
    .select(['subject_id as subject', 'item', 'due_at as dueAt'])
    .where('item', 'is not', null)
    .where('planned', '=', false)
    .where('state', '=', 'waiting')
    .where('erase_at', '<=', at)
    .orderBy('due_at')
    .execute()
  return rows.flatMap(({ item, ...row }) => (item === null ? [] : [{ ...row, item }]))
}
