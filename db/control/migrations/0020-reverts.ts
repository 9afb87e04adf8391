// Not breaking: a column, a trigger of runs and an act of instructions are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  sql`alter table run add column reverts text`,
  sql`alter table run drop constraint run_trigger_check`,
  sql`alter table run add constraint run_trigger_check
    check (trigger in ('nightly', 'manual', 'first', 'resume', 'confirm', 'hint', 'revert'))`,
  sql`alter table instruction drop constraint instruction_act_check`,
  sql`alter table instruction add constraint instruction_act_check check (act in (
    'register', 'accept', 'sync', 'pause', 'resume', 'setGrant', 'settings', 'narrow', 'answer', 'changeSource',
    'leaver', 'takeBackLeaver', 'withdraw', 'grantAgain', 'deleteStaff', 'suppress', 'endSuppression', 'stay', 'endStay',
    'terminate', 'confirmTermination', 'takeBackTermination', 'upload', 'releaseHold', 'rejectHold', 'deferHold', 'revert'))`,
]

export const reverts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
