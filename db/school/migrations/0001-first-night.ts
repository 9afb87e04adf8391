// Not breaking: the first.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

// No foreign keys between these: 20,000 memberships arrive by COPY on a first night, and a check per row would cost more than the load.
// What belongs together is written and erased in one transaction.
const statements = [
  sql`create table subject (
    id uuid primary key, kind text not null check (kind in ('pupil', 'staff')),
    hidden_from timestamptz not null default 'infinity', about_digest bytea not null)`,
  sql`create table identity (
    subject_id uuid not null, key_kind text not null, key_hmac bytea not null, primary key (key_hmac, key_kind, subject_id))`,
  sql`create index identity_of_subject on identity (subject_id)`,
  sql`create table record (
    id uuid primary key, kind text not null, ref_hmac bytea not null, subject_id uuid, digest bytea not null, sealed bytea not null,
    run_id text not null, updated_at timestamptz not null, unique (kind, ref_hmac))`,
  sql`create index record_of_subject on record (subject_id)`,
  sql`create table membership (
    subject_id uuid not null, group_id uuid not null, item text not null, from_on date not null, to_on date,
    primary key (subject_id, group_id, from_on))`,
  sql`create index membership_of_group on membership (group_id)`,
  sql`create table fact (
    subject_id uuid not null, what text not null check (what in ('enrolmentStatus', 'spell', 'classYear')),
    learned_at timestamptz not null, sealed bytea not null, primary key (subject_id, what, learned_at))`,
  sql`create table change (
    seq bigint generated always as identity primary key, at timestamptz not null,
    op text not null check (op in ('added', 'changed', 'removed', 'restored', 'erased')),
    kind text not null, record_id uuid not null, subject_id uuid, effective_from timestamptz, run_id text not null)`,
  sql`create index change_of_run on change (run_id)`,
  sql`create table acknowledgement (reader text primary key, up_to_seq bigint not null, at timestamptz not null)`,
  // What a school's own role may do; membership in this group role is granted per school, CONNECT per database.
  sql`grant select, insert, update, delete
    on subject, identity, record, membership, fact, change, acknowledgement to termkeeper_school`,
  sql`grant usage on sequence change_seq_seq to termkeeper_school`,
]

export const firstNight: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
