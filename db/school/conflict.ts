import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from './database.js'

/** What a school is asked about where a source names people in a way that cannot be right. */
export const conflictKinds = ['upnShared', 'listedTwice', 'idReused'] as const

/** One person who stands in a conflict by the latest whole read. */
export interface StandingConflict {
  readonly kind: (typeof conflictKinds)[number]
  readonly subject: string
}

interface Asked extends StandingConflict {
  readonly id: string
  readonly answer: string | null
}

/**
 * Asks the school about those who stand in a conflict and were not asked about, and lets go what is over, answered or not: should it come back, it
 * is asked again. Where the same stands as before nothing is written.
 */
export async function keepConflicts(
  db: Kysely<SchoolDatabase>,
  standing: readonly StandingConflict[],
  at: Date,
): Promise<void> {
  const asked = await askedConflicts(db)
  const known = new Set(asked.map(nameOf))
  const now = new Set(standing.map(nameOf))
  const over = asked.filter((one) => !now.has(nameOf(one))).map(({ id }) => id)
  const fresh = standing.filter((one) => !known.has(nameOf(one)))
  if (over.length > 0) await sql`update question set state = 'lapsed' where id = any(${over}::uuid[])`.execute(db)
  if (fresh.length === 0) return
  await sql`
    insert into question (kind, subject_id, asks)
    select kind, subject, array[(${at}::timestamptz at time zone 'Europe/London')::date]
      from unnest(${fresh.map(({ kind }) => kind)}::text[], ${fresh.map(({ subject }) => subject)}::uuid[]) as n(kind, subject)
     where exists (select from subject s where s.id = n.subject)
    on conflict do nothing`.execute(db)
}

/** What the school answered of ids that name another person than before, by the person who is held. */
export async function answersOfReuse(db: Kysely<SchoolDatabase>): Promise<ReadonlyMap<string, string>> {
  const asked = await askedConflicts(db)
  return new Map(
    asked.flatMap(({ kind, subject, answer }) =>
      kind === 'idReused' && answer !== null ? [[subject, answer] as const] : [],
    ),
  )
}

/** Our ids of people by the hashes (hex) of their ids at the source. */
export async function subjectsByRef(
  db: Kysely<SchoolDatabase>,
  refs: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (refs.length === 0) return new Map()
  const bytes = refs.map((ref) => Buffer.from(ref, 'hex'))
  const { rows } = await sql<{ readonly id: string; readonly ref: string }>`
    select id, encode(ref_hmac, 'hex') as ref from record
     where kind <> 'group' and ref_hmac = any(${bytes}::bytea[])`.execute(db)
  return new Map(rows.map(({ id, ref }) => [ref, id]))
}

async function askedConflicts(db: Kysely<SchoolDatabase>): Promise<readonly Asked[]> {
  const { rows } = await sql<Asked>`
    select id, kind, subject_id as subject, answer from question
     where kind = any(${[...conflictKinds]}::text[]) and state <> 'lapsed'`.execute(db)
  return rows
}

const nameOf = ({ kind, subject }: StandingConflict) => `${kind} ${subject}`
