// Not breaking: a table and two functions are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  sql`create table attendance (
    id uuid not null, subject_id uuid not null, school_year int not null, week date not null, digest bytea not null, sealed bytea not null,
    run_id text not null, updated_at timestamptz not null, primary key (subject_id, school_year, week)) partition by list (school_year)`,
  sql`create index attendance_by_week on attendance (week)`,
  sql`grant select, insert, update, delete on attendance to termkeeper_school`,
  // Partitions are made and dropped by their owner only. The school's role may do these two things to its own attendance, and no more.
  sql`create function make_attendance_year(year int) returns void language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
    begin
      execute format('create table if not exists public.attendance_%s partition of public.attendance for values in (%s)', year, year);
    end $$`,
  sql`create function drop_attendance_year(year int) returns void language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
    begin
      execute format('drop table if exists public.attendance_%s', year);
    end $$`,
  sql`revoke all on function make_attendance_year(int), drop_attendance_year(int) from public`,
  sql`grant execute on function make_attendance_year(int), drop_attendance_year(int) to termkeeper_school`,
]

export const attendance: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
