import type { Generated, Kysely, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { SchoolDatabase } from './database.js'

/** The date by which something of one person must be erased, and the rule and the fact that set it. */
export interface TimerTable {
  id: Generated<string>
  subject_id: string
  rule: string
  /** Set where only this item goes. */
  item: string | null
  /** A London day, where the rule counts days. */
  due_on: string | null
  due_at: Date
  erase_at: Date
  /** When what starts the clock happens. */
  begins_at: Date
  planned: boolean
  state: 'waiting' | 'stayed'
  fact_what: string
  fact_date: string
}

export type Timer = Selectable<TimerTable>

export async function timersOf(db: Kysely<SchoolDatabase>, subjects: readonly string[]): Promise<readonly Timer[]> {
  return db
    .selectFrom('timer')
    .selectAll()
    .where(({ eb }) => eb('subject_id', '=', sql<string>`any(${subjects}::uuid[])`))
    .execute()
}

/** People whose dates may read otherwise by now although nobody learned anything: what was planned has begun, or a stay may be over. */
export async function subjectsToLookAt(db: Kysely<SchoolDatabase>, at: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('timer')
    .select('subject_id')
    .distinct()
    .where((eb) => eb.or([eb.and([eb('planned', '=', true), eb('begins_at', '<=', at)]), eb('state', '=', 'stayed')]))
    .execute()
  return rows.map(({ subject_id }) => subject_id)
}

/**
 * When somebody has to be looked at next to be erased: who waits, at `erase_at`; whose leaving is still ahead, when it has begun as well,
 * whether or not the school is read in between. What has begun at `at` and is planned all the same waits for a read, not for time.
 */
export async function nextErasing(db: Kysely<SchoolDatabase>, at: Date): Promise<Date | undefined> {
  const row = await db
    .selectFrom('timer')
    .select(sql<Date | null>`min(case when planned then greatest(begins_at, erase_at) else erase_at end)`.as('next'))
    .where('item', 'is', null)
    .where('state', '=', 'waiting')
    .where((eb) => eb.or([eb('planned', '=', false), eb('begins_at', '>', at)]))
    .executeTakeFirst()
  return row?.next ?? undefined
}

export interface TimerCount {
  readonly rule: string
  readonly dueOn: string
  readonly howMany: number
}

/** How many timers fall on which London day, by rule. */
export async function countTimers(db: Kysely<SchoolDatabase>): Promise<readonly TimerCount[]> {
  const { rows } = await sql<TimerCount>`
    select rule, to_char(coalesce(due_on, (due_at at time zone 'Europe/London')::date), 'YYYY-MM-DD') as "dueOn",
           count(*)::int as "howMany"
      from timer group by 1, 2 order by 1, 2`.execute(db)
  return rows
}
