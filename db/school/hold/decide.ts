import { sql } from 'kysely'
import type { SchoolTransaction } from '../transaction.js'
import type { Decision } from './hold.js'

export interface Deciding {
  readonly hold: string
  /** Rows of it; every row that waits where it is left out. */
  readonly changes?: readonly string[] | undefined
  readonly decision: Decision
  readonly instruction: number
}

/** What a decision is about: the rows that it names, or all that were not put off. */
const those = (changes: Deciding['changes']) =>
  changes ? sql`id = any(${[...changes]}::uuid[])` : sql`decision is distinct from 'defer'`

/** Notes what a person decided of what waits. A row that is put off waits on. Answers how many rows it was about. */
export async function decideRows(
  { db }: SchoolTransaction,
  { hold, changes, decision, instruction }: Deciding,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update held_change set decision = ${decision}, instruction = ${instruction}
     where hold_id = ${hold} and not is_over and ${those(changes)}`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** How many removals a decision to release would carry out that no decision before it does. */
export async function countRemovals(
  { db }: SchoolTransaction,
  { hold, changes }: Pick<Deciding, 'hold' | 'changes'>,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from held_change
     where hold_id = ${hold} and not is_over and op = 'removed' and decision is distinct from 'release' and ${those(changes)}`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** Notes who released first, where a second person has to do so too. */
export async function noteFirstPerson({ db }: SchoolTransaction, hold: string, person: string): Promise<void> {
  await db.updateTable('hold').set({ first_person: person }).where('id', '=', hold).execute()
}

/** Notes how many removals more one person released alone. */
export async function noteReleasedAlone({ db }: SchoolTransaction, hold: string, removals: number): Promise<void> {
  await db
    .updateTable('hold')
    .set((row) => ({ released_alone: row('released_alone', '+', removals) }))
    .where('id', '=', hold)
    .execute()
}

/** Which of these rows wait in a hold. */
export async function waitingAmong(
  { db }: SchoolTransaction,
  hold: string,
  changes: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from held_change where hold_id = ${hold} and not is_over and id = any(${[...changes]}::uuid[])`.execute(
    db,
  )
  return new Set(rows.map(({ id }) => id))
}
