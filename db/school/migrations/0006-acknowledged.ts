// Not breaking: a column and an index are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // Since when we know that every application has followed an erasure: 35 days later its entry goes.
  sql`alter table change add column acknowledged_at timestamptz`,
  sql`create index change_of_erasure on change (seq) where op = 'erased'`,
]

export const acknowledged: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
