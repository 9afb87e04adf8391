import type { Kysely } from 'kysely'
import type { PlacedMembership } from '../../pipeline/assign.js'
import type { SchoolDatabase } from './database.js'

/**
 * Who is in which group: opaque ids, so that reading a class opens thirty documents and not the school.
 * `from_on` is the source's day, or the London day of the first read that showed it; `to_on` is the first day it no longer held.
 */
export interface MembershipTable {
  subject_id: string
  group_id: string
  item: PlacedMembership['item']
  from_on: string
  to_on: string | null
}

export interface Membership {
  readonly subjectId: string
  readonly groupId: string
  readonly item: PlacedMembership['item']
  readonly from: string
  readonly to: string | null
}

/** The memberships of these people that have not ended by `today`. */
export async function openMemberships(
  db: Kysely<SchoolDatabase>,
  subjects: readonly string[],
  today: string,
): Promise<readonly Membership[]> {
  if (subjects.length === 0) return []
  const rows = await db
    .selectFrom('membership')
    .selectAll()
    .where('subject_id', 'in', subjects)
    .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>', today)]))
    .orderBy('from_on')
    .orderBy('group_id')
    .execute()
  return rows.map((row) => ({
    subjectId: row.subject_id,
    groupId: row.group_id,
    item: row.item,
    from: row.from_on,
    to: row.to_on,
  }))
}
