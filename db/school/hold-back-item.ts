import { sql } from 'kysely'
import type { Part } from '../../agreement/parts.js'
import { kindOfPart } from './parts/part.js'
import { isOfParts, standsWith } from './parts/parts-of-code.js'
import type { SchoolTransaction } from './transaction.js'
import { withhold } from './withheld.js'

interface OneItem {
  readonly subject: string
  readonly item: string
  readonly does: 'hide' | 'show'
  readonly at: Date
  /** The instruction, that the feed's entries name. */
  readonly because: string
}

/**
 * Hides one item of one pupil from this transaction's commit on, or shows it again (K13), and tells the application: of a membership that it
 * is over, or holds; of results and the photograph that they are removed, or restored; of anything else that the pupil changed.
 */
export async function holdBackItem(
  trx: SchoolTransaction,
  { subject, item, does, at, because }: OneItem,
): Promise<void> {
  await withhold(trx.db, subject, item, does)
  const { rows: groups } = await sql<{ id: string }>`
    select group_id as id from membership where subject_id = ${subject} and item = ${item}
       and (to_on is null or to_on > (${at}::timestamptz at time zone 'Europe/London')::date)`.execute(trx.db)
  const { rows: parts } = await sql<{ id: string; part: Part }>`
    select id, part from part where subject_id = ${subject} and ${standsWith(sql<string>`${item}::text`)}`.execute(
    trx.db,
  )
  const isMembership = item === 'pupil.classes' || item === 'pupil.groups'
  const from = does === 'hide' ? at : null
  const told = [
    ...groups.map(({ id }) => [does === 'hide' ? 'removed' : 'added', 'membership', id, from] as const),
    ...parts.map(({ id, part }) => [does === 'hide' ? 'removed' : 'restored', kindOfPart(part), id, from] as const),
    ...(isMembership || isOfParts(item) ? [] : [['changed', 'pupil', subject, null] as const]),
  ]
  await trx.copy(
    'change',
    ['at', 'op', 'kind', 'record_id', 'subject_id', 'effective_from', 'run_id'],
    told.map(([op, kind, record, since]) => [at, op, kind, record, subject, since, because]),
  )
}
