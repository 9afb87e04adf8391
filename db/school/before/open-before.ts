import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { sealedUnder } from '../../../vault/sealing.js'
import type { SchoolDatabase } from '../database.js'
import { openItems } from '../document.js'
import type { Items } from '../document.js'
import type { OpenKeys } from '../time/known-people.js'

/** A document that a run replaced, in the feed's entry about it. */
export interface Before {
  readonly seq: number
  readonly record: string
  /** Whose it is; null for a group's. */
  readonly subject: string | null
  /** Null where its key is gone: nobody opens it any more. */
  readonly items: Items | null
  readonly keyId: string
}

/** Opens what was replaced: of these people, or of everybody and of groups. Whoever is being erased is left out. */
export async function openBefores(
  db: Kysely<SchoolDatabase>,
  openKeys: OpenKeys,
  subjects: readonly string[] | 'all',
): Promise<readonly Before[]> {
  const among = subjects === 'all' ? sql`true` : sql`c.subject_id = any(${[...subjects]}::uuid[])`
  const { rows } = await sql<{ seq: number; record: string; subject: string | null; sealed: Buffer }>`
    select c.seq, c.record_id as record, c.subject_id as subject, c.before as sealed
      from change c left join subject s on s.id = c.subject_id
     where c.before is not null and s.erasure is null and ${among}`.execute(db)
  const keys = await openKeys([...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))])
  return rows.map(({ sealed, ...row }) => {
    const keyId = sealedUnder(sealed)
    const key = keys.get(keyId)
    return { ...row, keyId, items: key ? openItems(key, row.record, sealed) : null }
  })
}
