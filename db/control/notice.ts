import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ColumnType, Generated, Kysely, Selectable, Transaction } from 'kysely'
import { ulid } from 'ulid'
import type { QuestionKind } from '../../agreement/questions.js'
import type { HoldReason } from '../../pipeline/wait.js'
import type { Then } from '../school/hold/deadline.js'
import type { ControlDatabase } from './database.js'

export const addressees = ['main', 'data', 'head', 'processor'] as const
export type Addressee = (typeof addressees)[number]

/** What each kind of notice is told: counts, dates, ids of things and sentences of an agreement. Never anything about a person. */
export interface NoticeFacts {
  /** A version widens something: it holds once it is accepted. */
  readonly versionToAccept: {
    readonly agreement: string
    readonly version: number
    readonly changes: readonly string[]
  }
  /** A version that widens nothing: it holds from now on, or from a day. */
  readonly versionInForce: {
    readonly agreement: string
    readonly version: number
    readonly changes: readonly string[]
    /** A day; now, if it takes effect with the notice. */
    readonly from: string | null
  }
  /** The school's end is under way, or asked for and not confirmed yet. */
  readonly schoolEnds: { readonly effectiveAt: string; readonly deadline: string; readonly confirmed: boolean }
  readonly confirmationMissing: { readonly deadline: string }
  readonly endingLate: { readonly deadline: string }
  /** Many questions of a kind that are asked on one day are one notice. */
  readonly questionsAsked: { readonly question: QuestionKind; readonly count: number; readonly dueOn: string | null }
  readonly staysToReview: { readonly count: number; readonly reviewBy: string | null }
  /** By when no whole read had confirmed an absence; of whom, nobody has to know. */
  readonly absenceUnconfirmed: { readonly asOf: string }
  /** A part of a change set waits: why, how much of it, until when, and what happens then. */
  readonly changesHeld: {
    readonly reason: HoldReason
    readonly item: string | null
    readonly count: number
    readonly until: string
    readonly then: Then
  }
  /** A read was not believed because it showed nobody, or others than we hold; since when none has been, if one ever was. */
  readonly sourceDoubted: { readonly shows: 'nobody' | 'others'; readonly since: string | null }
  readonly schoolEnded: { readonly endedAt: string; readonly deadline: string; readonly certificate: string }
}
export type NoticeKind = keyof NoticeFacts

type Facts = NoticeFacts[NoticeKind]

/** What waits to be sent, and what was: the log that shows who was told of what, and when (R59). */
export interface NoticeTable {
  id: string
  number: Generated<number>
  school_id: string
  addressee: Addressee
  kind: NoticeKind
  facts: ColumnType<Facts, string, never>
  queued_at: Date
  attempts: Generated<number>
  /** Not before this; moved on by every attempt that failed. */
  try_at: Date
  /** Why the last attempt failed. */
  trouble: Trouble | null
  sent_at: Date | null
}
export type Notice = Selectable<NoticeTable>

/** No server, or it said to come again; it refused the letter for good; the school has nobody to write to. */
export type Trouble = 'unreachable' | 'refused' | 'nobody'

export interface NewNotice<Kind extends NoticeKind> {
  readonly school: string
  readonly to: Addressee
  readonly kind: Kind
  readonly facts: NoticeFacts[Kind]
  readonly at: Date
  /** Names the occasion, within school and kind: told a second time, nothing is queued. */
  readonly once?: string
}

/** Queues a notice in the transaction that gives the reason for it: what is undone is not told. Answers false if it was queued before. */
export async function queueNotice<Kind extends NoticeKind>(
  trx: Transaction<ControlDatabase>,
  { school, to, kind, facts, at, once = ulid(at.getTime()) }: NewNotice<Kind>,
): Promise<boolean> {
  const queued = await trx
    .insertInto('notice')
    .values({
      id: noticeId(school, to, kind, once),
      school_id: school,
      addressee: to,
      kind,
      facts: JSON.stringify(facts),
      queued_at: at,
      try_at: at,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return queued !== undefined
}

/** The same for the same occasion, and the left half of the letter's Message-ID: a duplicate is seen to be one. */
function noticeId(...occasion: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(occasion)).digest('hex').slice(0, 32)
}

/** Takes the notice that waits longest, for this transaction alone: another sender gets the next one. */
export async function takeNotice(trx: Transaction<ControlDatabase>, at: Date): Promise<Notice | undefined> {
  return trx
    .selectFrom('notice')
    .selectAll()
    .where('sent_at', 'is', null)
    .where('try_at', '<=', at)
    .orderBy('try_at')
    .orderBy('number')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
}

export async function markSent(trx: Transaction<ControlDatabase>, id: string, at: Date): Promise<void> {
  await trx
    .updateTable('notice')
    .set({ sent_at: at, trouble: null, attempts: sql`attempts + 1` })
    .where('id', '=', id)
    .execute()
}

export async function putOff(
  trx: Transaction<ControlDatabase>,
  id: string,
  trouble: Trouble,
  tryAt: Date,
): Promise<void> {
  await trx
    .updateTable('notice')
    .set({ try_at: tryAt, trouble, attempts: sql`attempts + 1` })
    .where('id', '=', id)
    .execute()
}

/** How many wait, and since when the oldest does. */
export async function unsentNotices(db: Kysely<ControlDatabase>) {
  const { waiting, since } = await db
    .selectFrom('notice')
    .select((eb) => [eb.fn.countAll<string>().as('waiting'), eb.fn.min('queued_at').as('since')])
    .where('sent_at', 'is', null)
    .executeTakeFirstOrThrow()
  return { waiting: Number(waiting), since: since instanceof Date ? since : null }
}
