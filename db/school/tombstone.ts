import { sql } from 'kysely'
import type { Generated, Kysely } from 'kysely'
import type { SchoolDatabase } from './database.js'

/**
 * Somebody whom we erased, by keyed hashes that only this school's lookup key makes: so that a source that goes on listing the person in
 * the same spell does not bring them back (requirements.md §4, 5). Gone 35 days after the person was last listed.
 */
export interface TombstoneTable {
  person_hmac: Buffer
  /** Of the spell as the source gave it when we erased: another one passes at once. */
  spell_hmac: Buffer
  /** By which the person is known when the source gives other ids; null where we had none. */
  upn_hmac: Generated<Buffer | null>
  erased_at: Date
  last_listed_at: Date
  receipt: Generated<string>
}

export interface Tombstone {
  readonly personHash: string
  readonly spellHash: string
  readonly upnHash: string | null
  readonly erasedAt: Date
  readonly lastListedAt: Date
}

export async function listTombstones(db: Kysely<SchoolDatabase>): Promise<readonly Tombstone[]> {
  const rows = await db.selectFrom('tombstone').selectAll().execute()
  return rows.map(({ person_hmac, spell_hmac, upn_hmac, erased_at, last_listed_at }) => ({
    personHash: person_hmac.toString('hex'),
    spellHash: spell_hmac.toString('hex'),
    upnHash: upn_hmac?.toString('hex') ?? null,
    erasedAt: erased_at,
    lastListedAt: last_listed_at,
  }))
}

/** Notes that the source goes on listing them. */
export async function keepTombstones(db: Kysely<SchoolDatabase>, persons: readonly string[], at: Date): Promise<void> {
  if (persons.length === 0) return
  await db.updateTable('tombstone').set({ last_listed_at: at }).where('person_hmac', 'in', persons.map(bytes)).execute()
}

export async function removeTombstones(db: Kysely<SchoolDatabase>, persons: readonly string[]): Promise<void> {
  if (persons.length === 0) return
  await db.deleteFrom('tombstone').where('person_hmac', 'in', persons.map(bytes)).execute()
  // What is asked about them goes on without the hash.
  await db
    .updateTable('question')
    .set({ person_hmac: null, state: sql`case when state = 'open' then 'lapsed' else state end` })
    .where('person_hmac', 'in', persons.map(bytes))
    .execute()
}

/** Asks the school about those who were erased and are listed all the same: once as long as the tombstone lasts. */
export async function raiseConflicts(db: Kysely<SchoolDatabase>, persons: readonly string[], at: Date): Promise<void> {
  if (persons.length === 0) return
  await sql`
    insert into question (kind, person_hmac, receipt, asks)
    select 'listedAfterErasure', person_hmac, receipt, array[(${at}::timestamptz at time zone 'Europe/London')::date]
      from tombstone where person_hmac = any(${persons.map(bytes)}::bytea[])
       and not exists (select 1 from question where question.person_hmac = tombstone.person_hmac)`.execute(db)
}

const bytes = (hash: string) => Buffer.from(hash, 'hex')
