import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'
import type { SchoolTransaction } from '../transaction.js'
import { closeAll } from './keep-holds.js'

/** Nobody said anything in time: what waits, and was not refused or put off, is released. Put off it cannot be for ever either. */
export async function lapseHold({ db }: SchoolTransaction, hold: string): Promise<void> {
  await sql`
    update held_change set decision = 'release', instruction = null
     where hold_id = ${hold} and not is_over and decision is distinct from 'reject'`.execute(db)
}

/** Ends a hold without anything being done for it. Answers whose absence waits no more: their dates go on as the agreement has them. */
export async function endHold(trx: SchoolTransaction, hold: string, at: Date): Promise<readonly string[]> {
  await sql`update held_change set is_over = true where hold_id = ${hold}`.execute(trx.db)
  const { rows } = await sql<{ id: string }>`
    update subject set held_in = null where held_in = ${hold} returning id`.execute(trx.db)
  await closeAll(trx, [{ id: hold }], 'lapsed', at)
  return rows.map(({ id }) => id)
}

export async function noteTold(db: Kysely<SchoolDatabase>, hold: string, at: Date): Promise<void> {
  await db.updateTable('hold').set({ told_until: at }).where('id', '=', hold).execute()
}

/** What is staged was staged under a grant that holds no more: it waits no longer, and the next read stages it anew. Absences wait on. */
export async function endStaged({ db }: SchoolTransaction, of: readonly string[] | 'everybody'): Promise<void> {
  const these = of === 'everybody' ? sql`true` : sql`record_id = any(${[...of]}::uuid[])`
  await sql`update held_change set is_over = true where sealed is not null and not is_over and ${these}`.execute(db)
}
