import { sql } from 'kysely'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import type { RunEntry } from './entries.js'
import { tell } from './tell.js'
import type { Reverting } from './reverting.js'

export interface Moved {
  readonly subject: string
  readonly group: string
}

const subjectsOf = (entries: readonly RunEntry[]) => entries.map(({ subjectId }) => subjectId)
const groupsOf = (entries: readonly RunEntry[]) => entries.map(({ recordId }) => recordId)

/** Ends the memberships that the run began, where they still hold. One that was begun today was not there at all. */
export async function endBegun(
  trx: SchoolTransaction,
  entries: readonly RunEntry[],
  { at, today, runId }: Reverting,
): Promise<readonly Moved[]> {
  const begun = entries.filter(({ kind, op }) => kind === 'membership' && op === 'added')
  const { rows } = await sql<Moved>`
    with begun as (
      select b.subject, b."group" from unnest(${subjectsOf(begun)}::uuid[], ${groupsOf(begun)}::uuid[]) as b(subject, "group")
        join subject s on s.id = b.subject and s.erasure is null),
    held as (
      select m.* from membership m join begun b on m.subject_id = b.subject and m.group_id = b."group"
       where m.to_on is null or m.to_on > ${today}::date),
    dropped as (
      delete from membership m using held h
       where (m.subject_id, m.group_id, m.from_on) = (h.subject_id, h.group_id, h.from_on) and h.from_on >= ${today}::date),
    ended as (
      update membership m set to_on = ${today}::date from held h
       where (m.subject_id, m.group_id, m.from_on) = (h.subject_id, h.group_id, h.from_on) and h.from_on < ${today}::date)
    select distinct subject_id as subject, group_id as "group" from held`.execute(trx.db)
  await tell(
    trx,
    rows.map(({ subject, group }): CopyRow => [at, 'removed', 'membership', group, subject, at, runId, null, null]),
  )
  return rows
}

/**
 * Begins the memberships again that the run ended, where the group is there and nobody has begun one since. An end that the source had
 * announced for a later day is not known any more.
 */
export async function beginEnded(
  trx: SchoolTransaction,
  entries: readonly RunEntry[],
  { at, today, runId }: Reverting,
): Promise<readonly Moved[]> {
  const ended = entries.filter(({ kind, op }) => kind === 'membership' && op === 'removed')
  const { rows } = await sql<Moved>`
    update membership m set to_on = null
      from unnest(${subjectsOf(ended)}::uuid[], ${groupsOf(ended)}::uuid[], ${ended.map(({ day }) => day)}::date[]) as e(subject, "group", day)
      join subject s on s.id = e.subject and s.erasure is null
      join record r on r.id = e."group"
     where m.subject_id = e.subject and m.group_id = e."group" and m.to_on = e.day
       and m.from_on = (select max(x.from_on) from membership x
                         where x.subject_id = e.subject and x.group_id = e."group" and x.to_on = e.day)
       and not exists (select from membership o where o.subject_id = e.subject and o.group_id = e."group"
                                                  and (o.to_on is null or o.to_on > ${today}::date))
    returning m.subject_id as subject, m.group_id as "group"`.execute(trx.db)
  await tell(
    trx,
    rows.map(({ subject, group }): CopyRow => [at, 'added', 'membership', group, subject, null, runId, null, null]),
  )
  return rows
}

/** What the source listed of these people is not what they are in any more: the next read that says something new of them sees it. */
export async function forgetPlaces(trx: SchoolTransaction, moved: readonly Moved[]): Promise<void> {
  const subjects = [...new Set(moved.map(({ subject }) => subject))]
  if (subjects.length > 0)
    await sql`update subject set places_digest = '' where id = any(${subjects}::uuid[])`.execute(trx.db)
}
