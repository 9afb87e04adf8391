import { sql } from 'kysely'
import type { Keyring } from '../../../vault/keyring/keyring.js'
import { sealedUnder } from '../../../vault/sealing.js'
import { openItems, sealRemaining } from '../document.js'
import type { SchoolTransaction } from '../transaction.js'

interface LoneGroup {
  readonly id: string
  readonly owner: string
  readonly sealed: Buffer
}

/**
 * Groups that an erasure left with one pupil: their names may be that pupil's from now on, so they are sealed under the pupil's key and go when
 * the pupil does. A read would do the same, but one that shows nobody new does not look at groups.
 */
export async function sealForLoneMembers(trx: SchoolTransaction, keyring: Keyring, school: string): Promise<void> {
  const { rows } = await sql<LoneGroup>`
    select r.id, r.sealed, m.owner from record r join (
      select group_id, min(subject_id::text)::uuid as owner from membership
       where item <> 'staff.groups' and to_on is null group by 1 having count(distinct subject_id) = 1) m on m.group_id = r.id
     where r.kind = 'group' and r.subject_id is null`.execute(trx.db)
  if (rows.length === 0) return
  const fresh = await keyring.makeSubjectKeys(
    school,
    rows.map(({ owner }) => owner),
    'core',
  )
  const keys = await keyring.openKeys(
    school,
    rows.map(({ sealed }) => sealedUnder(sealed)),
  )
  for (const { id, owner, sealed } of rows) {
    const [before, after] = [keys.get(sealedUnder(sealed)), fresh.get(owner)]
    if (!before || !after) continue
    const again = sealRemaining(after, id, openItems(before, id, sealed))
    await trx.db.updateTable('record').set({ sealed: again, subject_id: owner }).where('id', '=', id).execute()
  }
}
