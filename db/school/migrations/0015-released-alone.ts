// Not breaking: a column with a default is added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

export const releasedAlone: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table hold add column released_alone int not null default 0`.execute(db)
  },
}
