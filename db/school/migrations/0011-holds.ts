// Not breaking: tables and columns are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // A part of a change set that waits for a person. Figures and words about many; nobody is named.
  sql`create table hold (
    id uuid primary key, reason text not null, item text, run_id text not null, opened_at timestamptz not null,
    due_at timestamptz not null, words text not null, figures jsonb not null, told_until timestamptz,
    state text not null default 'open' check (state in ('open', 'released', 'rejected', 'vanished', 'lapsed')),
    closed_at timestamptz, first_person text)`,
  sql`create unique index hold_open on hold (reason, coalesce(item, '')) where state = 'open'`,
  // What waits, one record each: sealed whole under a key of its own, or for a removal the record's id alone.
  sql`create table held_change (
    id uuid primary key, hold_id uuid not null references hold, op text not null check (op in ('added', 'changed', 'removed')),
    kind text not null, record_id uuid not null unique, ref_hmac bytea not null, subject_id uuid, base text not null, digest text not null, facts text not null,
    sealed bytea, decision text check (decision in ('release', 'reject', 'defer')), instruction int, is_over boolean not null default false,
    unique (kind, ref_hmac))`,
  sql`create index held_change_of_hold on held_change (hold_id, id)`,
  // The hold in which somebody's absence waits.
  sql`alter table subject add column held_in uuid references hold`,
  sql`grant select, insert, update, delete on hold, held_change to termkeeper_school`,
]

export const holds: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
