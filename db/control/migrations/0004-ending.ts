// Not breaking: a table and columns are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  sql`alter table school drop constraint school_phase_check`,
  sql`alter table school add constraint school_phase_check
    check (phase in ('onboarding', 'active', 'paused', 'ending', 'ended'))`,
  // From this instant on nobody reads the school: a predicate, so that nothing has to wake for it.
  sql`alter table school add column access_until timestamptz`,
  // The end of a school, step by step. From `keys_go_at` on there is no taking back.
  sql`create table termination (
    id text primary key, school_id text not null references school, cause text not null check (cause in ('early', 'contractEnd')),
    effective_at timestamptz not null, received_at timestamptz not null, instructed_at timestamptz not null,
    instructed_by jsonb, given_by text not null, given_role text not null, instruction bigint, reason text,
    return_wanted boolean not null, erase_early boolean not null, needs_confirmation boolean not null,
    confirmed_at timestamptz, confirmed_by text, phase_before text not null, access_cut_at timestamptz, taken_back_at timestamptz,
    keys_go_at timestamptz, held jsonb, last_seq bigint, acknowledged_seq bigint, keys_gone_at timestamptz, runs_gone_at timestamptz,
    ended_at timestamptz,
    constraint confirmed_by_another check (confirmed_by is null or confirmed_by <> given_by))`,
  sql`create unique index termination_one_a_school on termination (school_id) where taken_back_at is null`,
  sql`create index termination_open on termination (school_id) where taken_back_at is null and ended_at is null`,
]

export const ending: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
