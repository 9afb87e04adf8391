import { sql } from 'kysely'
import type { Generated, Kysely, Selectable } from 'kysely'
import type { SchoolDatabase } from './database.js'

/** An instruction that pauses an erasure (K18). It moves no date. */
export interface StayTable {
  id: Generated<string>
  subject_id: string
  kind: 'sar' | 'restriction' | 'legal'
  from_at: Date
  /** A London day. */
  review_by: string
  ended_at: Date | null
  instruction: number
  /** Up to which day the school was reminded of the review. */
  reminded_until: Generated<string>
}

export async function staysOf(
  db: Kysely<SchoolDatabase>,
  subjects: readonly string[],
): Promise<readonly Selectable<StayTable>[]> {
  return db
    .selectFrom('stay')
    .selectAll()
    .where(({ eb }) => eb('subject_id', '=', sql<string>`any(${subjects}::uuid[])`))
    .orderBy('from_at')
    .execute()
}

/** The stay that nobody has ended yet; a subject access request's may have lapsed by itself. */
export async function standingStay(
  db: Kysely<SchoolDatabase>,
  subject: string,
): Promise<Selectable<StayTable> | undefined> {
  return db
    .selectFrom('stay')
    .selectAll()
    .where('subject_id', '=', subject)
    .where('ended_at', 'is', null)
    .orderBy('from_at')
    .executeTakeFirst()
}

export interface NewStay {
  readonly subject: string
  readonly kind: StayTable['kind']
  readonly from: Date
  readonly reviewBy: string
  readonly instruction: number
}

/** Begins a stay, or renews the one that stands: its first instant stays. */
export async function writeStay(db: Kysely<SchoolDatabase>, stay: NewStay): Promise<void> {
  const { subject, kind, from, reviewBy, instruction } = stay
  const standing = await standingStay(db, subject)
  if (standing)
    await db
      .updateTable('stay')
      .set({ review_by: reviewBy, instruction, reminded_until: dayIn(from) })
      .where('id', '=', standing.id)
      .execute()
  else
    await db
      .insertInto('stay')
      .values({
        subject_id: subject,
        kind,
        from_at: from,
        review_by: reviewBy,
        instruction,
        reminded_until: dayIn(from),
      })
      .execute()
}

/** The London day: who has just said so needs no reminder of it. */
const dayIn = (at: Date) => sql<string>`(${at}::timestamptz at time zone 'Europe/London')::date`

/** Answers how many stood. */
export async function endStays(db: Kysely<SchoolDatabase>, subject: string, at: Date): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('stay')
    .set({ ended_at: at })
    .where('subject_id', '=', subject)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
