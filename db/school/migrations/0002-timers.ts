// Not breaking: tables and columns are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // Hiding by the law, leaving that stays readable, and the urgent route are three predicates; absence is what a whole read showed.
  sql`alter table subject
    add column left_from timestamptz not null default 'infinity',
    add column suppressed_from timestamptz not null default 'infinity',
    add column absent_since timestamptz,
    add column erasure text`,
  sql`create index subject_being_erased on subject (erasure) where erasure is not null`,
  sql`alter table fact drop constraint fact_what_check`,
  sql`alter table fact add constraint fact_what_check check (what in (
    'enrolmentStatus', 'spell', 'classYear', 'notice', 'noticeTakenBack', 'withdrawn', 'grantedAgain', 'answer'))`,
  sql`create table timer (
    id uuid primary key default gen_random_uuid(), subject_id uuid not null, rule text not null, item text,
    due_on date, due_at timestamptz not null, erase_at timestamptz not null, begins_at timestamptz not null,
    planned boolean not null, state text not null check (state in ('waiting', 'stayed')),
    fact_what text not null, fact_date date not null,
    constraint timer_one_a_rule unique nulls not distinct (subject_id, rule, item))`,
  sql`create index timer_by_due on timer (due_at, id)`,
  sql`create index timer_by_erasing on timer (erase_at)`,
  sql`create table stay (
    id uuid primary key default gen_random_uuid(), subject_id uuid not null,
    kind text not null check (kind in ('sar', 'restriction', 'legal')), from_at timestamptz not null, review_by date not null,
    ended_at timestamptz, instruction bigint not null)`,
  sql`create index stay_of_subject on stay (subject_id)`,
  // Whom we erased and the source may go on listing: a keyed hash of the person, and one of the spell as the source gave it.
  sql`create table tombstone (
    person_hmac bytea primary key, spell_hmac bytea not null, erased_at timestamptz not null, last_listed_at timestamptz not null)`,
  // What one erasure took, a line a subject: no id, no name; the receipt is what the school keeps beside the name.
  sql`create table erasure_line (
    erasure text not null, receipt text not null, rule text not null, kind text not null, due_at timestamptz not null,
    held jsonb not null, erased_at timestamptz, primary key (erasure, receipt))`,
  sql`grant select, insert, update, delete on timer, stay, tombstone, erasure_line to termkeeper_school`,
]

export const timers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
