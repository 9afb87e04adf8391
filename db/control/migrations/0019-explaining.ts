// Not breaking: a column and an act of instructions are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // When the lifecycle next looks at what the school asked about people, to answer it or to let it go. About whom is in no row here.
  sql`alter table school add column explain_at timestamptz`,
  sql`alter table instruction drop constraint instruction_act_check`,
  sql`alter table instruction add constraint instruction_act_check check (act in (
    'register', 'accept', 'sync', 'pause', 'resume', 'setGrant', 'settings', 'narrow', 'answer', 'changeSource',
    'leaver', 'takeBackLeaver', 'withdraw', 'grantAgain', 'deleteStaff', 'suppress', 'endSuppression', 'stay', 'endStay',
    'terminate', 'confirmTermination', 'takeBackTermination', 'upload', 'releaseHold', 'rejectHold', 'deferHold', 'explain'))`,
]

export const explaining: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
