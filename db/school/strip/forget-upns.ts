import { sql } from 'kysely'
import type { SchoolTransaction } from '../transaction.js'

/** A UPN that is withdrawn is no name to find anybody by any more: its hashes go with it, of these people or of everybody, the erased too. */
export async function forgetUpns({ db }: SchoolTransaction, subjects: readonly string[] | 'all'): Promise<void> {
  const theirs = subjects === 'all' ? sql`true` : sql`subject_id = any(${subjects}::uuid[])`
  await sql`delete from identity where key_kind = 'upn' and ${theirs}`.execute(db)
  if (subjects === 'all') await sql`update tombstone set upn_hmac = null where upn_hmac is not null`.execute(db)
}
