import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { SchoolTransaction } from '../transaction.js'

export interface DroppedMembership {
  readonly subject: string
  readonly group: string
  readonly item: string
  /** It held on the day on which it was dropped. */
  readonly held: boolean
}

/**
 * Removes memberships, ended ones too. Whose they were is compared anew by the next read: they have a digest of their own, and memberships that are granted again would not show as a change.
 */
export async function dropMemberships(
  trx: SchoolTransaction,
  which: RawBuilder<boolean>,
  at: Date,
): Promise<readonly DroppedMembership[]> {
  const { rows } = await sql<DroppedMembership>`
    delete from membership where ${which}
    returning subject_id as subject, group_id as "group", item,
              (to_on is null or to_on > (${at}::timestamptz at time zone 'Europe/London')::date) as held`.execute(
    trx.db,
  )
  const subjects = [...new Set(rows.map(({ subject }) => subject))]
  await sql`update subject set places_digest = '' where id = any(${subjects}::uuid[])`.execute(trx.db)
  return rows
}
