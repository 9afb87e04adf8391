// Not breaking: columns are added, and a table. Of what was replaced before there is nothing, so that only later runs can be undone.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // The sealed bytes that a run replaced, or took away; of a group that was taken away also the hash of its id at the source.
  sql`alter table change add column before bytea, add column before_ref bytea`,
  sql`create index change_with_before on change (at) where before is not null`,
  // The run that last found somebody absent, or back, and since when the person was absent before it.
  sql`alter table subject add column absence_run text, add column absence_before timestamptz`,
  // What a person refused, by keyed hashes: it is not proposed again until the source says something else.
  sql`create table if not exists rejection (
    kind text not null, ref_hmac bytea not null, subject_id uuid, digest text not null, at timestamptz not null, primary key (kind, ref_hmac))`,
  // Until then somebody is here although no read lists them.
  sql`alter table subject add column if not exists kept_until timestamptz`,
  sql`grant select, insert, update, delete on rejection to termkeeper_school`,
]

export const reverts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
