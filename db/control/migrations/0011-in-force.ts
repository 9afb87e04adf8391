// Not breaking: a table is added, and filled from what was accepted and told.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // From when each version of its agreement held for a school: what a change makes shorter or longer depends on it.
  sql`create table in_force (
    school_id text not null references school, version int not null, from_at timestamptz not null, instruction bigint not null,
    primary key (school_id, version))`,
  sql`insert into in_force (school_id, version, from_at, instruction)
    select school_id, version, accepted_at, instruction from acceptance`,
  sql`insert into in_force (school_id, version, from_at, instruction)
    select audit.school_id, version, at, instruction from audit join school on school.id = audit.school_id
     where act = 'narrow' and version is not null and instruction is not null on conflict do nothing`,
]

export const inForce: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
