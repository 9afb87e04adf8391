// Not breaking: a table is added, and an act.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

// No foreign key to a school: that its data is gone is told after the school's row may have gone.
const statements = [
  sql`create table notice (
    id text primary key, number bigint generated always as identity unique, school_id text not null,
    addressee text not null check (addressee in ('main', 'data', 'head', 'processor')),
    kind text not null, facts jsonb not null, queued_at timestamptz not null,
    attempts int not null default 0, try_at timestamptz not null,
    trouble text check (trouble in ('unreachable', 'refused', 'nobody')), sent_at timestamptz)`,
  sql`create index notice_to_send on notice (try_at) where sent_at is null`,
  sql`create index notice_of_school on notice (school_id, number)`,
  sql`alter table instruction drop constraint instruction_act_check`,
  sql`alter table instruction add constraint instruction_act_check
    check (act in ('register', 'accept', 'sync', 'pause', 'resume', 'setGrant', 'narrow'))`,
]

export const notices: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
