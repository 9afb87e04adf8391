// Not breaking: a table and columns are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // About a subject, about somebody erased whom only a tombstone knows, or about the school itself. `asks` are the days on which it is
  // asked, `asked_until` the last of them that is behind; null while the first lies ahead.
  sql`create table question (
    id uuid primary key default gen_random_uuid(),
    kind text not null check (kind in (
      'stillOnRollPastTopYear', 'leavingLate', 'stageDateUnknown', 'listedAfterErasure', 'contractEnds', 'noWholeRead')),
    subject_id uuid, person_hmac bytea, receipt text, due_on date, asks date[] not null, asked_until date, asked_at timestamptz,
    state text not null default 'open' check (state in ('open', 'answered', 'lapsed')),
    answer text, answered_at timestamptz, instruction bigint,
    constraint question_about_one check (num_nonnulls(subject_id, person_hmac) <= 1))`,
  sql`create unique index question_open on question (kind, subject_id, person_hmac) nulls not distinct where state = 'open'`,
  sql`create index question_of_subject on question (subject_id) where subject_id is not null`,
  sql`create index question_newest_first on question (asked_at desc, id) where asked_at is not null`,
  // What the school keeps of the erasure: how it knows whom a conflict is about, when nothing else of the person is left here.
  sql`alter table tombstone add column receipt text not null default ''`,
  // Up to which day the school was reminded of the review; a stay that is made or renewed reminds only ahead.
  sql`alter table stay add column reminded_until date not null default '-infinity'`,
  sql`grant select, insert, update, delete on question to termkeeper_school`,
]

export const questions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
