// Not breaking: a table and an index are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // What the independent eye found and is not made good yet. No foreign key: a workflow may run for a school that there is not.
  sql`create table finding (
    school_id text not null, what text not null, how_many int not null, found_at timestamptz not null,
    looked_at timestamptz not null, primary key (school_id, what))`,
  sql`create index run_by_end on run (ended_at)`,
]

export const watch: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
