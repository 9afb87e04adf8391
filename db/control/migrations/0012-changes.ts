// Not breaking: columns are added. Until the next whole read there is nothing that changes could be asked from.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

export const changes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table school add column read_mark jsonb`.execute(db)
  },
}
