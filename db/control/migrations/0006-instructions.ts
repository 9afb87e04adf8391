// Not breaking: a column is added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // Of the timers that fall on a day, how many run: begun, and not stayed. Only of these is a day that passed a broken promise.
  sql`alter table timer_aggregate add column running int not null default 0`,
  sql`update timer_aggregate set running = how_many`,
]

export const instructions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
