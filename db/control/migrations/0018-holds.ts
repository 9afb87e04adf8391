// Not breaking: columns and acts of instructions are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // What waits for a person, in figures; when it is next to be looked at; and since when something is decided and not carried out.
  sql`alter table school add column open_holds jsonb not null default '[]', add column next_hold_at timestamptz,
    add column holds_decided_at timestamptz`,
  sql`alter table instruction drop constraint instruction_act_check`,
  sql`alter table instruction add constraint instruction_act_check check (act in (
    'register', 'accept', 'sync', 'pause', 'resume', 'setGrant', 'settings', 'narrow', 'answer', 'changeSource',
    'leaver', 'takeBackLeaver', 'withdraw', 'grantAgain', 'deleteStaff', 'suppress', 'endSuppression', 'stay', 'endStay',
    'terminate', 'confirmTermination', 'takeBackTermination', 'upload', 'releaseHold', 'rejectHold', 'deferHold'))`,
]

export const holds: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
