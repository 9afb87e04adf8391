// Not breaking: a column and a trigger of runs are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // When an absence that no read has confirmed becomes an incident. An instant of the school's, like `confirm_at`: it counts nobody.
  sql`alter table school add column unconfirmed_at timestamptz`,
  sql`alter table run drop constraint run_trigger_check`,
  sql`alter table run add constraint run_trigger_check
    check (trigger in ('nightly', 'manual', 'first', 'resume', 'confirm'))`,
]

export const confirming: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
