import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'

/** How many timers of a school fall on a day, by rule. Counts only: no date here can be tied to one pupil. */
export interface TimerAggregateTable {
  school_id: string
  rule: string
  due_on: string
  how_many: number
  /** How many of these have begun and are not stayed: only of them is a day that passed a broken promise. */
  running: number
  as_of: Date
}

export interface TimerTally {
  readonly rule: string
  readonly dueOn: string
  readonly howMany: number
  readonly running: number
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
    .select(['rule', 'due_on as dueOn', 'how_many as howMany', 'running'])
    .where('school_id', '=', school)
    .orderBy('rule')
    .orderBy('due_on')
    .execute()
  if (JSON.stringify(stored.map(asText)) === JSON.stringify(tallies.map(asText))) return
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('timer_aggregate').where('school_id', '=', school).execute()
    if (tallies.length === 0) return
    const row = ({ rule, dueOn, howMany, running }: TimerTally) => ({
      school_id: school,
      rule,
      due_on: dueOn,
      how_many: howMany,
      running,
      as_of: asOf,
    })
    await trx.insertInto('timer_aggregate').values(tallies.map(row)).execute()
  })
}

const asText = ({ rule, dueOn, howMany, running }: TimerTally) => `${rule} ${dueOn} ${howMany} ${running}`

export interface DueInAWeek {
  readonly rule: string
  /** The Monday of the week. */
  readonly week: string
  readonly howMany: number
}

/** Whose timers, and by which rule; undefined means all. */
export interface TallyQuery {
  readonly schools?: readonly string[] | undefined
  readonly rule?: string | undefined
}

/**
 * Across schools: how many timers are due in which week, by rule. Weeks are counted from a Monday in whole numbers, and a date is
 * formatted once a group: of 100,000 rows `extract` and `to_char` cost three times as much as reading them.
 */
export async function dueByWeek(db: Kysely<ControlDatabase>, of: TallyQuery): Promise<readonly DueInAWeek[]> {
  const { rows } = await sql<DueInAWeek>`
    select rule, to_char(monday, 'YYYY-MM-DD') as week, due as "howMany" from (
      select rule, due_on - (due_on - date '2001-01-01') % 7 as monday, sum(how_many)::int as due
        from timer_aggregate where ${tallied(of)} group by 1, 2) weeks order by monday, rule`.execute(db)
  return rows
}

/** The earliest day on which something is due that runs. Before today it is a broken promise. */
export async function earliestDue(db: Kysely<ControlDatabase>, of: TallyQuery): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select min(due_on) as day from timer_aggregate where running > 0 and ${tallied(of)}`.execute(db)
  return rows[0]?.day ?? null
}

const tallied = ({ schools, rule }: TallyQuery) => sql<boolean>`
  ${schools === undefined ? sql`true` : sql`school_id = any(${schools}::text[])`}
  and ${rule === undefined ? sql`true` : sql`rule = ${rule}`}`
