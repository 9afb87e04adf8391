import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'

/** How many timers of a school fall on a day, by rule. Counts only: no date here can be tied to one pupil. */
export interface TimerAggregateTable {
  school_id: string
  rule: string
  due_on: string
  how_many: number
  as_of: Date
}

export interface TimerTally {
  readonly rule: string
  readonly dueOn: string
  readonly howMany: number
}

/** Writes a school's tallies whole, where they differ from what stands: a quiet night writes nothing. */
export async function keepTallies(
  db: Kysely<ControlDatabase>,
  school: string,
  tallies: readonly TimerTally[],
  asOf: Date,
): Promise<void> {
  const stored = await db
    .selectFrom('timer_aggregate')
    .select(['rule', 'due_on as dueOn', 'how_many as howMany'])
    .where('school_id', '=', school)
    .orderBy('rule')
    .orderBy('due_on')
    .execute()
  if (JSON.stringify(stored.map(asText)) === JSON.stringify(tallies.map(asText))) return
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('timer_aggregate').where('school_id', '=', school).execute()
    if (tallies.length === 0) return
    const row = ({ rule, dueOn, howMany }: TimerTally) => ({
      school_id: school,
      rule,
      due_on: dueOn,
      how_many: howMany,
      as_of: asOf,
    })
    await trx.insertInto('timer_aggregate').values(tallies.map(row)).execute()
  })
}

const asText = ({ rule, dueOn, howMany }: TimerTally) => `${rule} ${dueOn} ${howMany}`

export interface DueInAWeek {
  readonly rule: string
  /** The Monday of the week. */
  readonly week: string
  readonly howMany: number
}

/** Across all schools or one: how many timers are due in which week, by rule. */
export async function dueByWeek(
  db: Kysely<ControlDatabase>,
  of: { readonly schools?: readonly string[] | undefined; readonly rule?: string | undefined },
): Promise<readonly DueInAWeek[]> {
  const { rows } = await sql<DueInAWeek>`
    select rule, to_char(date_trunc('week', due_on), 'YYYY-MM-DD') as week, sum(how_many)::int as "howMany"
      from timer_aggregate
     where ${of.schools === undefined ? sql`true` : sql`school_id = any(${of.schools}::text[])`}
       and ${of.rule === undefined ? sql`true` : sql`rule = ${of.rule}`}
     group by 1, 2 order by 2, 1`.execute(db)
  return rows
}

/** The earliest day on which something is due that still stands. Before today it is a broken promise. */
export async function earliestDue(
  db: Kysely<ControlDatabase>,
  schools: readonly string[] | undefined,
): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select min(due_on) as day from timer_aggregate
     where ${schools === undefined ? sql`true` : sql`school_id = any(${schools}::text[])`}`.execute(db)
  return rows[0]?.day ?? null
}
