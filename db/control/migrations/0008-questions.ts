// Not breaking: columns are added, and a cause.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // When the school is next to be asked something, how much it is asked now, and the day with which its contract ends if it is not read
  // and says nothing. What it is asked stands in its own database.
  sql`alter table school
    add column next_ask_at timestamptz, add column open_questions int not null default 0, add column unread_ends_on date`,
  sql`alter table termination drop constraint termination_cause_check`,
  sql`alter table termination add constraint termination_cause_check check (cause in ('early', 'contractEnd', 'noRead'))`,
]

export const questions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
