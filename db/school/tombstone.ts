import type { Kysely } from 'kysely'
import type { SchoolDatabase } from './database.js'

/**
 * Somebody whom we erased, by keyed hashes that only this school's lookup key makes: so that a source that goes on listing the person in
 * the same spell does not bring them back (requirements.md §4, 5). Gone 35 days after the person was last listed.
 */
export interface TombstoneTable {
  person_hmac: Buffer
  /** Of the spell as the source gave it when we erased: another one passes at once. */
  spell_hmac: Buffer
  erased_at: Date
  last_listed_at: Date
}

export interface Tombstone {
  readonly personHash: string
  readonly spellHash: string
  readonly lastListedAt: Date
}

export async function listTombstones(db: Kysely<SchoolDatabase>): Promise<readonly Tombstone[]> {
  const rows = await db.selectFrom('tombstone').selectAll().execute()
  return rows.map(({ person_hmac, spell_hmac, last_listed_at }) => ({
    personHash: person_hmac.toString('hex'),
    spellHash: spell_hmac.toString('hex'),
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
}

const bytes = (hash: string) => Buffer.from(hash, 'hex')
