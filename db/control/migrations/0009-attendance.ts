// Not breaking: columns are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  sql`alter table school
    add column attendance_read_to date,
    add column attendance_since int,
    add column attendance_erase_at timestamptz,
    add column attendance_stayed_until timestamptz`,
]

export const attendance: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
