// Not breaking: a column is added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // A change of MIS gives the erased other ids, and the spell is the same: the UPN is what a source goes on calling them by.
  sql`alter table tombstone add column upn_hmac bytea`,
]

export const otherIds: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
