import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { KeyDestroyed } from '../../../vault/key-destroyed.js'
import { open, seal, sealedUnder } from '../../../vault/sealing.js'
import type { SchoolDatabase } from '../database.js'
import { destroyWithKeys } from '../own-key.js'
import type { OwnKeyStores } from '../own-key.js'

/** One person whom the school asked about, and what it is told: text, sealed under the question's own key. */
export interface ExplanationTable {
  id: string
  asked_at: Date
  asked: Buffer
  answer: Buffer | null
}

/** So long question and answer are there at most: long enough to be read, and to be asked again. */
export const KEPT_MS = 3_600_000

/** Keeps a question: its key first. */
export async function keepAsked(
  { keyring, schools }: OwnKeyStores,
  school: string,
  { id, asked, at }: { readonly id: string; readonly asked: string; readonly at: Date },
): Promise<void> {
  const { db } = await schools.open(school)
  const key = (await keyring.makeSubjectKeys(school, [id], 'explanation')).get(id)
  if (!key) throw new KeyDestroyed()
  const sealed = seal(key, asked, about(id, 'asked'))
  await db.insertInto('explanation').values({ id, asked_at: at, asked: sealed, answer: null }).execute()
}

/** How many were asked within the hour. */
export async function countAsked(db: Kysely<SchoolDatabase>): Promise<number> {
  const { count } = await db
    .selectFrom('explanation')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What nobody has answered yet, the oldest first. What no key opens any more can be answered by nobody, and goes. */
export async function openUnanswered(
  stores: OwnKeyStores,
  school: string,
): Promise<readonly { readonly id: string; readonly asked: string }[]> {
  const { db } = await stores.schools.open(school)
  const rows = await db.selectFrom('explanation').selectAll().where('answer', 'is', null).orderBy('asked_at').execute()
  const keyIds = rows.map(({ asked }) => sealedUnder(asked))
  const keys = await stores.keyring.openKeys(school, keyIds)
  const lost = rows.filter(({ asked }) => !keys.has(sealedUnder(asked))).map(({ id }) => id)
  await destroyWithKeys(stores, school, { table: 'explanation', ids: lost })
  return rows.flatMap(({ id, asked }) => {
    const key = keys.get(sealedUnder(asked))
    return key ? [{ id, asked: open(key, asked, about(id, 'asked')).toString('utf8') }] : []
  })
}

/** Keeps an answer; none of a question that has gone meanwhile. */
export async function keepAnswer(
  { keyring, schools }: OwnKeyStores,
  school: string,
  { id, answer }: { readonly id: string; readonly answer: string },
): Promise<void> {
  const { db } = await schools.open(school)
  const row = await db.selectFrom('explanation').select('asked').where('id', '=', id).executeTakeFirst()
  const key = row && (await keyring.openKeys(school, [sealedUnder(row.asked)])).get(sealedUnder(row.asked))
  if (!key) return
  const sealed = seal(key, answer, about(id, 'answer'))
  await db.updateTable('explanation').set({ answer: sealed }).where('id', '=', id).execute()
}

export interface KeptExplanation {
  readonly askedAt: Date
  /** Null while nobody has answered. */
  readonly answer: string | null
}

/** One question as it stands at `at`; undefined where there is none of that id, or its hour is over. */
export async function findExplanation(
  { keyring, schools }: OwnKeyStores,
  school: string,
  { id, at }: { readonly id: string; readonly at: Date },
): Promise<KeptExplanation | undefined> {
  const { db } = await schools.open(school)
  const row = await db
    .selectFrom('explanation')
    .selectAll()
    .where('id', '=', id)
    .where('asked_at', '>', new Date(at.getTime() - KEPT_MS))
    .executeTakeFirst()
  if (!row) return undefined
  const { asked_at: askedAt, answer } = row
  if (answer === null) return { askedAt, answer }
  const key = (await keyring.openKeys(school, [sealedUnder(answer)])).get(sealedUnder(answer))
  return key && { askedAt, answer: open(key, answer, about(id, 'answer')).toString('utf8') }
}

/** Destroys what was asked an hour before `at`, answered or not. */
export async function destroyOver(stores: OwnKeyStores, school: string, at: Date): Promise<void> {
  const { db } = await stores.schools.open(school)
  const before = new Date(at.getTime() - KEPT_MS)
  const rows = await db.selectFrom('explanation').select('id').where('asked_at', '<=', before).execute()
  await destroyWithKeys(stores, school, { table: 'explanation', ids: rows.map(({ id }) => id) })
}

/** When one of them is next to be answered, which is at once, or to go; null where there is none. */
export async function nextExplaining(db: Kysely<SchoolDatabase>): Promise<Date | null> {
  const { rows } = await sql<{ next: Date | null }>`
    select min(case when answer is null then asked_at else asked_at + make_interval(secs => ${KEPT_MS / 1_000}) end) as next
      from explanation`.execute(db)
  return rows[0]?.next ?? null
}

/** Sealed bytes moved to another question, or between question and answer, do not open. */
const about = (id: string, what: 'asked' | 'answer') => `explanation/${id}/${what}`
