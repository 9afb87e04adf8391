// Not breaking: an act of instructions is added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  sql`alter table instruction drop constraint instruction_act_check`,
  sql`alter table instruction add constraint instruction_act_check check (act in (
    'register', 'accept', 'sync', 'pause', 'resume', 'setGrant', 'settings', 'narrow', 'answer', 'changeSource',
    'leaver', 'takeBackLeaver', 'withdraw', 'grantAgain', 'deleteStaff', 'suppress', 'endSuppression', 'stay', 'endStay',
    'terminate', 'confirmTermination', 'takeBackTermination', 'upload'))`,
]

export const uploads: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
