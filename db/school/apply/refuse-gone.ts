import { sql } from 'kysely'
import type { SchoolTransaction } from '../transaction.js'
import { HeldChangedMeanwhile } from './update.js'

/** What was read of somebody who was erased meanwhile must not come back: throws, and the next attempt reads without them. */
export async function refuseGone(trx: SchoolTransaction, of: readonly { readonly subject: string }[]): Promise<void> {
  const subjects = [...new Set(of.map(({ subject }) => subject))]
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from subject where id = any(${subjects}::uuid[]) and erasure is null`.execute(trx.db)
  if (rows[0]?.count !== subjects.length) throw new HeldChangedMeanwhile('Somebody went while this was read.')
}
