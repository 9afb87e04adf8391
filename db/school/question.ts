import { sql } from 'kysely'
import type { Generated, Kysely, Selectable } from 'kysely'
import type { QuestionKind } from '../../agreement/questions.js'
import type { SchoolDatabase } from './database.js'

/**
 * What the school is asked: about a subject; about somebody erased, known by a tombstone's keyed hash alone; or, where neither stands, about
 * itself. Shown from its first asking on.
 */
export interface QuestionTable {
  id: Generated<string>
  kind: QuestionKind
  subject_id: string | null
  person_hmac: Buffer | null
  /** What the school keeps of an erasure. */
  receipt: string | null
  /** A London day: without an answer, what is to happen has happened then. */
  due_on: string | null
  /** The days on which it is asked. */
  asks: string[]
  /** The last of them that is behind. */
  asked_until: string | null
  asked_at: Date | null
  state: Generated<'open' | 'answered' | 'lapsed'>
  answer: string | null
  answered_at: Date | null
  instruction: number | null
}
export type Question = Selectable<QuestionTable>

/** When the school is next to be asked or reminded of something, and how many questions wait for its answer. */
export interface Asking {
  readonly next: string | null
  readonly open: number
}

const nextAsk = sql<
  string | null
>`(select min(day) from unnest(asks) day where day > coalesce(asked_until, '-infinity'))`

export async function askingOf(db: Kysely<SchoolDatabase>): Promise<Asking> {
  const { rows } = await sql<Asking>`
    select to_char(least(min(${nextAsk}), (select min(day) from (${remindersAhead}) reminders)), 'YYYY-MM-DD') as next,
           (count(*) filter (where asked_at is not null))::int as open
      from question where state = 'open'`.execute(db)
  return rows[0] ?? { next: null, open: 0 }
}

// Of every stay that nobody ended: 14, 7 and 0 days before its review (requirements.md §4, 15).
const remindersAhead = sql`
  select s.id, s.review_by, s.review_by - ahead.days as day from stay s, unnest(array[14, 7, 0]) as ahead(days)
   where s.ended_at is null and s.review_by - ahead.days > s.reminded_until`

export interface Due {
  readonly ids: readonly string[]
  /** The earliest day on which something happens without an answer. */
  readonly dueOn: string | null
  /** How many of the kind were asked on this day before. */
  readonly before: number
}

export interface DueQuestions extends Due {
  readonly kind: QuestionKind
}

/** What is to be asked on a day and was not yet, by kind. */
export async function dueQuestions(db: Kysely<SchoolDatabase>, today: string): Promise<readonly DueQuestions[]> {
  const isDue = sql<boolean>`${nextAsk} <= ${today}::date`
  const { rows } = await sql<DueQuestions>`
    select kind, array_agg(id) filter (where ${isDue}) as ids,
           to_char(min(due_on) filter (where ${isDue}), 'YYYY-MM-DD') as "dueOn",
           (count(*) filter (where asked_until = ${today}::date))::int as before
      from question where state = 'open' group by kind having bool_or(${isDue}) order by kind`.execute(db)
  return rows
}

// A pupil whose date cannot be computed is asked about again a year later, as long as nothing is known.
const YEARLY = 'stageDateUnknown'

/** Notes that these were asked. */
export async function noteAsked(
  db: Kysely<SchoolDatabase>,
  ids: readonly string[],
  { today, at }: { readonly today: string; readonly at: Date },
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update question set asked_until = ${today}::date, asked_at = coalesce(asked_at, ${at}),
      asks = case when kind = ${YEARLY} then array[(${today}::date + interval '1 year')::date] else asks end
     where id = any(${ids}::uuid[])`.execute(db)
}

/** Stays of whose review the school is to be reminded on a day. */
export async function dueReminders(db: Kysely<SchoolDatabase>, today: string): Promise<Due> {
  const { rows } = await sql<Due>`
    select coalesce(array_agg(distinct id), '{}') as ids, to_char(min(review_by), 'YYYY-MM-DD') as "dueOn",
           (select count(*)::int from stay where reminded_until = ${today}::date) as before
      from (${remindersAhead}) reminders where day <= ${today}::date`.execute(db)
  return rows[0] ?? { ids: [], dueOn: null, before: 0 }
}

export async function noteReminded(db: Kysely<SchoolDatabase>, ids: readonly string[], today: string): Promise<void> {
  if (ids.length === 0) return
  await db.updateTable('stay').set({ reminded_until: today }).where('id', 'in', ids).execute()
}

export interface QuestionQuery {
  readonly state?: Question['state'] | undefined
  readonly kind?: QuestionKind | undefined
  readonly after?: QuestionPlace | undefined
  readonly limit: number
}

/** Where a question stands in the list: the newest first. */
export interface QuestionPlace {
  readonly askedAt: Date
  readonly id: string
}

/** What was asked; what is yet to be asked is nobody's to see. */
export async function listQuestions(
  db: Kysely<SchoolDatabase>,
  { state, kind, after, limit }: QuestionQuery,
): Promise<readonly Question[]> {
  let query = db.selectFrom('question').selectAll().where('asked_at', 'is not', null).limit(limit)
  if (state !== undefined) query = query.where('state', '=', state)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (after !== undefined)
    query = query.where(
      sql<boolean>`(asked_at < ${after.askedAt} or (asked_at = ${after.askedAt} and id > ${after.id}::uuid))`,
    )
  return query.orderBy('asked_at', 'desc').orderBy('id').execute()
}

export async function findQuestion(db: Kysely<SchoolDatabase>, id: string): Promise<Question | undefined> {
  return db.selectFrom('question').selectAll().where('id', '=', id).where('asked_at', 'is not', null).executeTakeFirst()
}

/** Notes the answer; false where there is one already, or nothing to answer any more. Of somebody erased nothing is kept but the receipt. */
export async function noteAnswer(
  db: Kysely<SchoolDatabase>,
  id: string,
  { answer, at, instruction }: { readonly answer: string; readonly at: Date; readonly instruction: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('question')
    .set({ state: 'answered', answer, answered_at: at, instruction, person_hmac: null })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return Number(numUpdatedRows) > 0
}
