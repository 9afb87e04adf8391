import { sql } from 'kysely'
import { sealedUnder } from '../../../vault/sealing.js'
import { openItems, sealRemaining } from '../document.js'
import type { SchoolTransaction } from '../transaction.js'
import type { Reverting } from './reverting.js'

interface Misplaced {
  readonly id: string
  readonly sealed: Buffer
  /** Its one pupil, if it has one alone. */
  readonly only: string | null
}

/**
 * Of these groups, and those of these people, each that has one pupil now, or had one before, lies under that pupil's key, or the school's
 * again: a name may be the pupil's.
 */
export async function sealByMembers(
  trx: SchoolTransaction,
  { groups, people }: { readonly groups: readonly string[]; readonly people: readonly string[] },
  { school, keyring, today }: Reverting,
): Promise<void> {
  const { rows } = await sql<Misplaced>`
    select r.id, r.sealed, m.only from record r left join (
      select group_id, case when count(distinct subject_id) = 1 then min(subject_id::text)::uuid end as only from membership
       where item <> 'staff.groups' and (to_on is null or to_on > ${today}::date) group by 1) m on m.group_id = r.id
     where r.kind = 'group' and r.subject_id is distinct from m.only and (
       r.id = any(${[...new Set(groups)]}::uuid[])
       or exists (select from membership w where w.group_id = r.id and w.subject_id = any(${[...people]}::uuid[])))`.execute(
    trx.db,
  )
  if (rows.length === 0) return
  const keys = await keyring.openKeys(school, [...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))])
  const owners = await keyring.makeSubjectKeys(school, [...new Set(rows.flatMap(({ only }) => only ?? []))], 'core')
  const groupsKey = await keyring.schoolKey(school, 'groups')
  for (const { id, sealed, only } of rows) {
    const [before, after] = [keys.get(sealedUnder(sealed)), only === null ? groupsKey : owners.get(only)]
    if (!before || !after) continue
    const again = sealRemaining(after, id, openItems(before, id, sealed))
    await trx.db.updateTable('record').set({ sealed: again, subject_id: only }).where('id', '=', id).execute()
  }
}
