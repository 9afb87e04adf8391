import { sql } from 'kysely'
import type { SchoolTransaction } from './transaction.js'

interface Told {
  readonly at: Date
  /** The instruction, that the feed's entry names. */
  readonly because: string
}

interface Suppressed {
  readonly kind: string
  readonly shown: boolean
  /** When the rules of time will hide the person, where that lies ahead. */
  readonly later: Date | null
}

/**
 * The urgent route (R61): nobody reads the person from this transaction's commit on, whatever a read brings and whatever the rules of time
 * say, until it is taken back. It changes no date. Answers false where it stands already.
 */
export async function suppress(trx: SchoolTransaction, subject: string, { at, because }: Told): Promise<boolean> {
  const [row] = await setSuppressed(trx, subject, at, sql`suppressed_from = 'infinity'`)
  if (row?.shown) await tell(trx, subject, [[at, 'removed', row.kind, at, because]])
  return row !== undefined
}

/** Shows the person again, as far as the rules of time do. Answers false where nothing was suppressed. */
export async function endSuppression(trx: SchoolTransaction, subject: string, { at, because }: Told): Promise<boolean> {
  const [row] = await setSuppressed(trx, subject, at, sql`suppressed_from < 'infinity'`)
  if (row?.shown) {
    await tell(trx, subject, [[at, 'restored', row.kind, null, because]])
    if (row.later) await tell(trx, subject, [[at, 'removed', row.kind, row.later, because]])
  }
  return row !== undefined
}

async function setSuppressed(
  trx: SchoolTransaction,
  subject: string,
  at: Date,
  where: ReturnType<typeof sql<boolean>>,
): Promise<readonly Suppressed[]> {
  const { rows } = await sql<Suppressed>`
    update subject
       set suppressed_from = case when suppressed_from = 'infinity' then ${at}::timestamptz else 'infinity' end
     where id = ${subject} and ${where}
    returning kind, least(hidden_from, left_from) > ${at} as shown,
              nullif(least(hidden_from, left_from), 'infinity') as later`.execute(trx.db)
  return rows
}

type Entry = readonly [at: Date, op: 'removed' | 'restored', kind: string, from: Date | null, because: string]

async function tell(trx: SchoolTransaction, subject: string, entries: readonly Entry[]): Promise<void> {
  await trx.copy(
    'change',
    ['at', 'op', 'kind', 'record_id', 'subject_id', 'effective_from', 'run_id'],
    entries.map(([at, op, kind, from, because]) => [at, op, kind, subject, subject, from, because]),
  )
}
