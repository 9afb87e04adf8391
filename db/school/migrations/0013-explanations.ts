// Not breaking: a table is added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // Whom the school asked about, and why that person is, or is not, here; both sealed under the question's own key, and gone after an hour.
  sql`create table explanation (id uuid primary key, asked_at timestamptz not null, asked bytea not null, answer bytea)`,
  sql`grant select, insert, update, delete on explanation to termkeeper_school`,
]

export const explanations: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
