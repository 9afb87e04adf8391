// Not breaking: the first.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  sql`create table agreement_version (
    id text not null, version int not null, document jsonb not null, published_at timestamptz not null default now(),
    primary key (id, version))`,
  sql`create table school (
    id text primary key, name text not null, urn text, la_code text, establishment_number text, kind text, statutory_high_age int,
    controller jsonb not null, contacts jsonb not null, contract jsonb not null,
    agreement_id text not null, accepted_version int,
    phase text not null default 'onboarding' check (phase in ('onboarding', 'active', 'paused')),
    needs_attention text, cluster text not null default 'main',
    grant_version int not null default 0, stripped_version int not null default 0,
    next_sync_at timestamptz, last_outcome text, registered_at timestamptz not null,
    source_verified_at timestamptz,
    constraint active_means_verified check (phase <> 'active' or (source_verified_at is not null and accepted_version is not null)))`,
  sql`create table source_binding (
    school_id text primary key references school, connector text not null, external_id text not null,
    settings jsonb not null, sealed_secret bytea not null)`,
  sql`create table acceptance (
    school_id text not null references school, version int not null, accepted_by jsonb not null, principal_id text not null,
    instruction bigint not null, accepted_at timestamptz not null, primary key (school_id, version))`,
  sql`create table item_grant (
    school_id text not null references school, version int not null, items text[] not null, instruction bigint not null,
    granted_at timestamptz not null, primary key (school_id, version))`,
  sql`create table instruction (
    number bigint generated always as identity primary key, school_id text not null references school,
    act text not null check (act in ('register', 'accept', 'sync', 'pause', 'resume', 'setGrant')),
    given_by text not null, given_role text not null, given_at timestamptz not null, taken_at timestamptz)`,
  sql`create index instruction_open on instruction (school_id) where taken_at is null`,
  sql`create table run (
    school_id text not null references school, id text not null,
    trigger text not null check (trigger in ('nightly', 'manual', 'first', 'resume')),
    state text not null check (state in ('running', 'applied', 'held', 'nothingToDo', 'failed', 'refused')),
    reason text, started_at timestamptz not null, ended_at timestamptz,
    counts jsonb not null default '{}', completeness jsonb, verdict jsonb,
    primary key (school_id, id))`,
  sql`create unique index run_one_open_per_school on run (school_id) where state = 'running'`,
  sql`create index run_newest_first on run (school_id, started_at desc, id desc)`,
  sql`create table principal (
    id text primary key, role text not null check (role in ('operator', 'school', 'head', 'application')),
    token_hash bytea not null unique, made_at timestamptz not null default now())`,
  sql`create table principal_school (
    principal_id text not null references principal, school_id text not null references school, primary key (principal_id, school_id))`,
  sql`create table request_key (
    principal_id text not null references principal, route text not null, key_hash bytea not null, body_hash bytea not null,
    status int, answer jsonb, asked_at timestamptz not null, primary key (principal_id, route, key_hash))`,
  sql`create table school_database (
    school_id text primary key references school, cluster text not null, name text not null, role text not null,
    sealed_password bytea not null, template_version int not null)`,
  sql`create table provision_step (
    school_id text not null references school, step text not null, done_at timestamptz not null default now(),
    primary key (school_id, step))`,
]

export const firstNight: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
