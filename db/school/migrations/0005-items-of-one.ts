// Not breaking: columns and a table are added.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // Items withdrawn of this one person (K13): codes only. Reads and the gate leave them out; it goes with the person.
  sql`alter table subject add column withheld text[] not null default '{}'`,
  sql`create index subject_withholding on subject (id) where withheld <> '{}'`,
  sql`alter table fact drop constraint fact_what_check`,
  sql`alter table fact add constraint fact_what_check check (what in (
    'enrolmentStatus', 'spell', 'classYear', 'notice', 'noticeTakenBack', 'withdrawn', 'grantedAgain', 'itemErased', 'answer'))`,
  // What one erasure took of one item: of one person, with the receipt, or of everybody. Names nobody.
  sql`create table item_line (
    erasure text not null, item text not null, receipt text, instruction bigint, due_at timestamptz not null, held int not null,
    erased_at timestamptz, constraint item_line_once unique nulls not distinct (erasure, item, receipt))`,
  sql`grant select, insert, update, delete on item_line to termkeeper_school`,
]

export const itemsOfOne: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
