import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'
import type { SchoolTransaction } from '../transaction.js'
import { closeAll } from './keep-holds.js'
import type { Decision, HeldChange, Hold } from './hold.js'

/** What was decided of what waits and is not carried out yet. */
export async function decidedRows(
  db: Kysely<SchoolDatabase>,
  decision: Exclude<Decision, 'defer'>,
): Promise<readonly HeldChange[]> {
  return db
    .selectFrom('held_change')
    .selectAll()
    .where('decision', '=', decision)
    .where('is_over', '=', false)
    .orderBy('id')
    .execute()
}

/** Lets go of rows that were carried out, or turned out to be about something that is no longer so. */
export async function endRows(trx: SchoolTransaction, rows: readonly Pick<HeldChange, 'id'>[]): Promise<void> {
  if (rows.length === 0) return
  await sql`update held_change set is_over = true where id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(trx.db)
}

/** Closes holds of which nothing waits any more: rejected where nothing of it was released. */
export async function closeEmptied(
  trx: SchoolTransaction,
  state: Exclude<Hold['state'], 'open'>,
  at: Date,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from hold h where state = 'open'
       and not exists (select from held_change c where c.hold_id = h.id and not c.is_over)`.execute(trx.db)
  await closeAll(trx, rows, state, at)
}

/**
 * Takes back absences that the school does not believe: the people are here, until the date on which they would have been erased. A read
 * without them after that is another absence, and asked about anew.
 */
export async function keepPeople(trx: SchoolTransaction, people: readonly string[], otherwise: Date): Promise<void> {
  await sql`
    update subject s set absent_since = null, held_in = null,
           kept_until = coalesce((select max(t.due_at) from timer t where t.subject_id = s.id and t.rule = 'leaver'), ${otherwise})
     where id = any(${[...people]}::uuid[])`.execute(trx.db)
}

/** Nothing waits with these people any more. */
export async function freePeople(trx: SchoolTransaction, people: readonly string[]): Promise<void> {
  await sql`update subject set held_in = null where id = any(${[...people]}::uuid[])`.execute(trx.db)
}

/** Rows that wait no more, whose keys are yet to be destroyed. */
export async function overRows(db: Kysely<SchoolDatabase>): Promise<readonly Pick<HeldChange, 'id' | 'record_id'>[]> {
  return db.selectFrom('held_change').select(['id', 'record_id']).where('is_over', '=', true).execute()
}

export async function removeRows(db: Kysely<SchoolDatabase>, rows: readonly Pick<HeldChange, 'id'>[]): Promise<void> {
  await sql`delete from held_change where is_over and id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(db)
}

/** Somebody said of one person what a hold waits to hear. */
export async function freeStated(trx: SchoolTransaction, person: string): Promise<void> {
  await sql`update held_change set is_over = true where record_id = ${person} and op = 'removed'`.execute(trx.db)
  await freePeople(trx, [person])
}
