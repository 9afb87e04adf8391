import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'
import { removeTombstones } from '../tombstone.js'

/** How long what an erasure leaves behind stays (design.md §4; requirements.md §4, 5). */
const KEPT = sql`interval '35 days'`

/**
 * Marks of people whom a whole read has not listed for 35 days. Counted from the school's last whole read and not from now: while nobody
 * reads, as in a long pause, nobody can say that a source has stopped listing them, and absence is not proof.
 */
export async function dropMarks(db: Kysely<SchoolDatabase>, lastWholeRead: Date | null): Promise<void> {
  const { rows } = await sql<{ person: string }>`
    select encode(person_hmac, 'hex') as person from tombstone
     where last_listed_at < ${lastWholeRead}::timestamptz - ${KEPT}`.execute(db)
  await removeTombstones(
    db,
    rows.map(({ person }) => person),
  )
}

/** Notes which erasures every application has followed by now. One that has never acknowledged anything has followed none. */
export async function noteFollowed(db: Kysely<SchoolDatabase>, readers: readonly string[], at: Date): Promise<void> {
  await sql`
    update change set acknowledged_at = ${at}
     where op = 'erased' and acknowledged_at is null and seq <= coalesce((
       select min(coalesce(a.up_to_seq, 0)) from unnest(${readers}::text[]) as r (reader)
         left join acknowledgement a on a.reader = r.reader), 0)`.execute(db)
}

/** The feed's entries of erasures that were followed 35 days ago. Answers how many went. */
export async function dropFollowed(db: Kysely<SchoolDatabase>, at: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from change where op = 'erased' and acknowledged_at <= ${at}::timestamptz - ${KEPT}`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Of these, whoever was never written: neither a person nor anything of one. */
export async function neverWritten(
  db: Kysely<SchoolDatabase>,
  subjects: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select k.id::text from unnest(${subjects}::uuid[]) as k (id)
     where not exists (select from subject s where s.id = k.id)
       and not exists (select from record r where r.subject_id = k.id)
       and not exists (select from held_change h where h.record_id = k.id)`.execute(db)
  return rows.map(({ id }) => id)
}

export interface StayPart {
  readonly id: string
  readonly subject: string
  readonly instruction: number
}

/** Stays that began before this instant: each is a part of an instruction. */
export async function staysBefore(db: Kysely<SchoolDatabase>, before: Date): Promise<readonly StayPart[]> {
  return db
    .selectFrom('stay')
    .select(['id', 'subject_id as subject', 'instruction'])
    .where('from_at', '<', before)
    .execute()
}

export async function removeStays(db: Kysely<SchoolDatabase>, stays: readonly StayPart[]): Promise<void> {
  const ids = stays.map(({ id }) => id)
  await sql`delete from stay where id = any(${ids}::uuid[])`.execute(db)
}
