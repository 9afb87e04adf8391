// Not breaking: columns are added, and an act.
import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'

const statements = [
  // Since when a school is read from this source, and when a whole read first proved it: a source may be another than the school's first.
  // Which establishment it said that the school is, authority and number: the next source must not say otherwise.
  sql`alter table source_binding add column bound_at timestamptz not null default now(), add column proven_at timestamptz,
    add column la_code text, add column establishment_number text`,
  sql`update source_binding set bound_at = registered_at, proven_at = source_verified_at
    from school where school.id = source_binding.school_id`,
  sql`alter table source_binding alter column bound_at drop default`,
  sql`alter table instruction drop constraint instruction_act_check`,
  sql`alter table instruction add constraint instruction_act_check check (act in (
    'register', 'accept', 'sync', 'pause', 'resume', 'setGrant', 'settings', 'narrow', 'answer', 'changeSource',
    'leaver', 'takeBackLeaver', 'withdraw', 'grantAgain', 'deleteStaff', 'suppress', 'endSuppression', 'stay', 'endStay',
    'terminate', 'confirmTermination', 'takeBackTermination'))`,
]

export const movedSources: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(db)
  },
}
