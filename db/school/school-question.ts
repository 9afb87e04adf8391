import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolQuestion } from '../../agreement/retention/school-question.js'
import type { SchoolDatabase } from './database.js'

/** What the school was asked about itself, and how it stands. */
export interface OwnQuestion {
  readonly id: string
  readonly kind: SchoolQuestion['kind']
  readonly dueOn: string
  readonly state: 'open' | 'answered' | 'lapsed'
  readonly answeredAt: Date | null
}

export async function ownQuestions(db: Kysely<SchoolDatabase>): Promise<readonly OwnQuestion[]> {
  const { rows } = await sql<OwnQuestion>`
    select id, kind, due_on as "dueOn", state, answered_at as "answeredAt" from question
     where kind in ('contractEnds', 'noWholeRead') order by asked_at desc nulls first`.execute(db)
  return rows
}

export async function raiseQuestion(db: Kysely<SchoolDatabase>, { kind, dueOn, asks }: SchoolQuestion): Promise<void> {
  await sql`
    insert into question (kind, due_on, asks) values (${kind}, ${dueOn}::date, ${[...asks]}::date[])
    on conflict do nothing`.execute(db)
}

/** What need not be answered any more: the contract ends on another day, or the school was read. Answers how many were open. */
export async function lapse(
  db: Kysely<SchoolDatabase>,
  kind: SchoolQuestion['kind'],
  except: string | null = null,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('question')
    .set({ state: 'lapsed' })
    .where('kind', '=', kind)
    .where('state', '=', 'open')
    .where(sql<boolean>`due_on is distinct from ${except}::date`)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
