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

/** An absence that nobody stated and no later read has confirmed: it waits for a read, not for time. */
const unconfirmed = sql<boolean>`(planned and fact_what = 'absent')`

/**
 * People whose dates may read otherwise by now although nobody learned anything: what was planned has begun, an absence waits for the read
 * that confirms it, or a stay may be over.
 */
export async function subjectsToLookAt(db: Kysely<SchoolDatabase>, at: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('timer')
    .select('subject_id')
    .distinct()
    .where((eb) =>
      eb.or([eb.and([eb('planned', '=', true), eb('begins_at', '<=', at)]), unconfirmed, eb('state', '=', 'stayed')]),
    )
    .execute()
  return rows.map(({ subject_id }) => subject_id)
}

export interface UnconfirmedAbsence {
  /** The first whole read without the person. */
  readonly since: Date
  readonly dueAt: Date
}

/** One for each read that first came without somebody whose absence is unconfirmed. */
export async function unconfirmedAbsences(db: Kysely<SchoolDatabase>): Promise<readonly UnconfirmedAbsence[]> {
  const { rows } = await sql<UnconfirmedAbsence>`
    select s.absent_since as since, min(t.due_at) as "dueAt" from timer t join subject s on s.id = t.subject_id
     where ${unconfirmed} and t.state = 'waiting' and s.absent_since is not null and s.erasure is null
     group by 1`.execute(db)
  return rows
}

/**
 * When somebody, or an item of somebody, has to be looked at next to be erased: who waits, at `erase_at`; whose leaving is still ahead, when it has begun as well,
 * whether or not the school is read in between. What has begun at `at` and is planned all the same waits for a read, not for time.
 */
export async function nextErasing(db: Kysely<SchoolDatabase>, at: Date): Promise<Date | undefined> {
  const row = await db
    .selectFrom('timer')
    .select(sql<Date | null>`min(case when planned then greatest(begins_at, erase_at) else erase_at end)`.as('next'))
    .where('state', '=', 'waiting')
    .where((eb) => eb.or([eb('planned', '=', false), eb('begins_at', '>', at)]))
    .where((eb) => eb.not(unconfirmed))
    .executeTakeFirst()
  return row?.next ?? undefined
}

export interface TimerCount {
  readonly rule: string
  readonly dueOn: string
  readonly howMany: number
  /** How many of these have begun and are not stayed. */
  readonly running: number
}

/** How many timers fall on which London day, by rule. */
export async function countTimers(db: Kysely<SchoolDatabase>): Promise<readonly TimerCount[]> {
  const { rows } = await sql<TimerCount>`
    select rule, to_char(coalesce(due_on, (due_at at time zone 'Europe/London')::date), 'YYYY-MM-DD') as "dueOn",
           count(*)::int as "howMany", (count(*) filter (where not planned and state = 'waiting'))::int as running
      from timer group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

export interface TimerQuery {
  readonly rule?: string | undefined
  readonly state?: Timer['state'] | undefined
  /** Due before this instant. */
  readonly before?: Date | undefined
  readonly after?: TimerPlace | undefined
  readonly limit: number
}

/** Where a timer stands in the list: the soonest due first. */
export interface TimerPlace {
  readonly dueAt: Date
  readonly id: string
}

export async function listTimers(
  db: Kysely<SchoolDatabase>,
  { rule, state, before, after, limit }: TimerQuery,
): Promise<readonly Timer[]> {
  let query = db.selectFrom('timer').selectAll().orderBy('due_at').orderBy('id').limit(limit)
  if (rule !== undefined) query = query.where('rule', '=', rule)
  if (state !== undefined) query = query.where('state', '=', state)
  if (before !== undefined) query = query.where('due_at', '<', before)
  if (after !== undefined) query = query.where(sql<boolean>`(due_at, id) > (${after.dueAt}, ${after.id}::uuid)`)
  return query.execute()
}

export interface FirstDue {
  readonly subject: string
  readonly kind: 'pupil' | 'staff'
  readonly dueAt: Date
}

/** Each person of whom something has a date, once, with the first of them; in the order of ids. */
export async function listFirstDue(
  db: Kysely<SchoolDatabase>,
  {
    before,
    after,
    limit,
  }: { readonly before?: Date | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<readonly FirstDue[]> {
  return db
    .selectFrom('timer')
    .innerJoin('subject', 'subject.id', 'timer.subject_id')
    .select(({ fn }) => ['subject.id as subject', 'subject.kind', fn.min('due_at').as('dueAt')])
    .$if(before !== undefined, (query) => query.where('due_at', '<', before ?? new Date(0)))
    .$if(after !== undefined, (query) => query.where('subject.id', '>', after ?? ''))
    .groupBy(['subject.id', 'subject.kind'])
    .orderBy('subject.id')
    .limit(limit)
    .execute()
}
