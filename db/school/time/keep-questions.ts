import { sql } from 'kysely'
import type { PupilQuestion } from '../../../agreement/retention/pupil-question.js'
import type { Retention } from '../../../agreement/retention/retention.js'
import type { QuestionKind } from '../../../agreement/questions.js'
import { conflictKinds } from '../conflict.js'
import type { SchoolTransaction } from '../transaction.js'

interface Held {
  readonly id: string
  readonly kind: QuestionKind
  readonly subject_id: string
  readonly due_on: string | null
  readonly asks: readonly string[]
  readonly open: boolean
}

type Wanted = PupilQuestion & { readonly subject: string }

/**
 * Writes what the school is to be asked about these people, where it differs. A question whose date has moved was about another date: it
 * lapses if it was asked, and goes if it was not. What was answered is not asked again. Conflicts of identity are a read's to ask about, not the law's.
 */
export async function keepQuestions(
  trx: SchoolTransaction,
  decided: ReadonlyMap<string, Retention>,
  at: Date,
): Promise<void> {
  const held = await heldOf(trx, [...decided.keys()])
  const wanted = new Map<string, Wanted>()
  for (const [subject, { question }] of decided)
    if (question) wanted.set(nameOf({ ...question, subject }), { ...question, subject })
  const gone: Held[] = []
  for (const question of held) {
    const now = wanted.get(nameOf({ kind: question.kind, dueOn: question.due_on, subject: question.subject_id }))
    if (now) {
      wanted.delete(nameOf(now))
      if (question.open && !now.atOnce && String(now.asks) !== String(question.asks)) await moveAsks(trx, question, now)
    } else if (question.open) gone.push(question)
  }
  await letGo(trx, gone)
  await ask(trx, [...wanted.values()], at)
}

const nameOf = ({ kind, dueOn, subject }: { kind: QuestionKind; dueOn: string | null; subject: string }) =>
  `${subject} ${kind} ${dueOn ?? ''}`

async function heldOf(trx: SchoolTransaction, subjects: readonly string[]): Promise<readonly Held[]> {
  const { rows } = await sql<Held>`
    select id, kind, subject_id, due_on, asks::text[] as asks, state = 'open' as open
      from question where subject_id = any(${subjects}::uuid[]) and state <> 'lapsed'
       and kind <> all(${[...conflictKinds]}::text[])`.execute(trx.db)
  return rows
}

async function moveAsks(trx: SchoolTransaction, { id }: Held, { asks }: Wanted): Promise<void> {
  await sql`update question set asks = ${[...asks]}::date[] where id = ${id}`.execute(trx.db)
}

async function letGo(trx: SchoolTransaction, gone: readonly Held[]): Promise<void> {
  if (gone.length === 0) return
  const ids = gone.map(({ id }) => id)
  await sql`update question set state = 'lapsed' where id = any(${ids}::uuid[]) and asked_at is not null`.execute(
    trx.db,
  )
  await sql`delete from question where id = any(${ids}::uuid[]) and asked_at is null`.execute(trx.db)
}

/** What is asked at once without a day is asked on the London day of now. */
async function ask(trx: SchoolTransaction, wanted: readonly Wanted[], at: Date): Promise<void> {
  if (wanted.length === 0) return
  await sql`
    insert into question (subject_id, kind, due_on, asks)
    select subject, kind, due, case when asks = '{}' then array[(${at}::timestamptz at time zone 'Europe/London')::date]
                                    else asks::date[] end
      from unnest(${wanted.map(({ subject }) => subject)}::uuid[], ${wanted.map(({ kind }) => kind)}::text[],
                  ${wanted.map(({ dueOn }) => dueOn)}::date[], ${wanted.map(({ asks }) => `{${asks.join()}}`)}::text[])
        as w(subject, kind, due, asks)`.execute(trx.db)
}
