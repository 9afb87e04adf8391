// Not breaking: a table is added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // What of a person lies apart, sealed under a key of its own: the results of one aspect (`results/<the source's id>`), the photograph.
  sql`create table part (
    id uuid not null unique, subject_id uuid not null, part text not null, digest bytea not null, sealed bytea not null,
    run_id text not null, updated_at timestamptz not null, primary key (subject_id, part))`,
  sql`create index part_of_all on part (part)`,
  sql`grant select, insert, update, delete on part to termkeeper_school`,
]

export const parts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
