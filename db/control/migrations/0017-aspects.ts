// Not breaking: a table is added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // Columns of a school's mark books, for it to choose among (R31): what they are called, and up to which day each chosen one was read.
  sql`create table aspect (
    school_id text not null references school, ref text not null, name text, read_to date, primary key (school_id, ref))`,
]

export const aspects: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
