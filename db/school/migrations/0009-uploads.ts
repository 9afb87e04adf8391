// Not breaking: a table is added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // A file that somebody sent, whole and in parts, each sealed under the upload's own key; gone once a run has applied it.
  sql`create table upload (
    id uuid not null, part int not null, received_at timestamptz not null, is_read boolean not null default false,
    sealed bytea not null, primary key (id, part))`,
  // What is sealed does not pack: trying to would cost a second for the largest.
  sql`alter table upload alter column sealed set storage external`,
  sql`grant select, insert, update, delete on upload to termkeeper_school`,
]

export const uploads: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
