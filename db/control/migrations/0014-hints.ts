// Not breaking: runs may have one more trigger.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  sql`alter table run drop constraint run_trigger_check`,
  sql`alter table run add constraint run_trigger_check
    check (trigger in ('nightly', 'manual', 'first', 'resume', 'confirm', 'hint'))`,
]

export const hints: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
