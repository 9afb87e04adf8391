// Not breaking: a table is added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

export const turns: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // Written with every request to a source, and worth nothing after a crash: not in the write-ahead log.
    await sql`create unlogged table source_turn (token text primary key, next_at timestamptz not null)`.execute(db)
  },
}
