import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const keys: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table key (
        id uuid primary key, school_id text not null, subject_id uuid, part text not null, generation int not null,
        wrapped bytea not null, made_at timestamptz not null default now(),
        unique nulls not distinct (school_id, subject_id, part, generation))`.execute(db)
  },
}

/** In order; a name once released is never changed. */
export const keyringMigrations: Readonly<Record<string, Migration>> = { '0001-keys': keys }
