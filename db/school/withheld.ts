import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ItemCode } from '../../agreement/items.js'
import type { SchoolDatabase } from './database.js'

/** Items withdrawn of one person, with every hash by which a source may name that person. */
export interface Withheld {
  readonly subject: string
  readonly items: readonly ItemCode[]
  /** Of the record and of the identities, in hex. */
  readonly hashes: readonly string[]
  /** Of those, the UPN's: whoever has another one is not this person, whatever else agrees. */
  readonly upns: readonly string[]
}

/** Everybody of whom single items are withdrawn, by subject. On most nights nobody. */
export async function loadWithheld(db: Kysely<SchoolDatabase>): Promise<readonly Withheld[]> {
  const { rows } = await sql<Withheld>`
    select s.id as subject, s.withheld as items,
           array(select encode(r.ref_hmac, 'hex') from record r where r.id = s.id
                 union select encode(i.key_hmac, 'hex') from identity i where i.subject_id = s.id) as hashes,
           array(select encode(i.key_hmac, 'hex') from identity i where i.subject_id = s.id and i.key_kind = 'upn') as upns
      from subject s where s.withheld <> '{}' and s.erasure is null order by s.id`.execute(db)
  return rows
}

/** Holds an item back of one person, or shows it again. */
export async function withhold(
  db: Kysely<SchoolDatabase>,
  subject: string,
  item: string,
  does: 'hide' | 'show',
): Promise<void> {
  const without = sql`array_remove(withheld, ${item})`
  const now = does === 'hide' ? sql`array_append(${without}, ${item})` : without
  await sql`update subject set withheld = ${now} where id = ${subject}`.execute(db)
}
