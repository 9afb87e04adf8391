// Not breaking: the first.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

export const firstNight: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // The unique index begins with the school, so it also finds all of a school's keys.
    await sql`create table key (
      id uuid primary key, school_id text not null, subject_id uuid, part text not null, generation int not null,
      wrapped bytea not null, made_at timestamptz not null default now(),
      constraint key_one_a_generation unique nulls not distinct (school_id, subject_id, part, generation))`.execute(db)
  },
}
