// Not breaking: a table and columns are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // `timed_by` names the rules by which the school's timers were last computed; where it differs from those that hold, all are computed anew.
  sql`alter table school
    add column last_whole_read_at timestamptz, add column next_erase_at timestamptz, add column confirm_at timestamptz,
    add column timed_by text, add column settings jsonb not null default '{}'`,
  sql`create table timer_aggregate (
    school_id text not null references school, rule text not null, due_on date not null, how_many int not null,
    as_of timestamptz not null, primary key (school_id, rule, due_on))`,
  sql`create index timer_aggregate_by_due on timer_aggregate (due_on)`,
  // Un-named pupil information (R18): what was done, never to whom. Each row goes by itself, five years after its event.
  sql`create table unnamed_audit (
    id bigint generated always as identity primary key, school_id text not null references school, happened_on date not null,
    action text not null check (action in ('erased')), kind text not null check (kind in ('pupil', 'staff')), rule text not null,
    erasure text not null, gone_by date not null)`,
  sql`create index unnamed_audit_by_end on unnamed_audit (gone_by)`,
  sql`create index unnamed_audit_of_erasure on unnamed_audit (school_id, erasure)`,
  sql`alter table instruction drop constraint instruction_act_check`,
  sql`alter table instruction add constraint instruction_act_check check (act in (
    'register', 'accept', 'sync', 'pause', 'resume', 'setGrant', 'settings', 'narrow', 'answer',
    'leaver', 'takeBackLeaver', 'withdraw', 'grantAgain', 'deleteStaff', 'suppress', 'endSuppression', 'stay', 'endStay',
    'terminate', 'confirmTermination', 'takeBackTermination'))`,
]

export const timers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
