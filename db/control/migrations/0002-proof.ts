// Not breaking: new tables only.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

// Neither points at a school by a foreign key: what they prove is still to be proved when the school's row is gone.
const statements = [
  sql`create table signing_key (kid text primary key, x text not null unique, number int generated always as identity)`,
  sql`create table certificate (
    id text primary key, number bigint generated always as identity unique, school_id text not null,
    kid text not null references signing_key, document text not null)`,
  sql`create index certificate_newest_first on certificate (school_id, number desc)`,
  sql`create table audit (
    school_id text not null, seq int not null, position bigint generated always as identity unique,
    at timestamptz not null, act text not null, given_by text not null, given_right text not null,
    instruction bigint, version int, counts jsonb not null, previous text not null, hash text not null,
    primary key (school_id, seq))`,
  sql`create table audit_head (school_id text primary key, seq int not null, hash text not null)`,
]

export const proof: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
