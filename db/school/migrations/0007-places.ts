// Not breaking: a column is added. What is held already is compared anew by the next read.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

export const places: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table subject add column places_digest bytea not null default ''`.execute(db)
  },
}
