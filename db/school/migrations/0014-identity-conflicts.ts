// Not breaking: kinds of questions are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  sql`alter table question drop constraint question_kind_check`,
  sql`alter table question add constraint question_kind_check check (kind in (
    'stillOnRollPastTopYear', 'leavingLate', 'stageDateUnknown', 'listedAfterErasure', 'contractEnds', 'noWholeRead',
    'upnShared', 'listedTwice', 'idReused'))`,
]

export const identityConflicts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
