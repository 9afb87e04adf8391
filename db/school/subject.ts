import type { Generated, Kysely } from 'kysely'
import type { IdentityHash } from '../../pipeline/digest.js'
import type { SchoolDatabase } from './database.js'

/** The person a record is about. Hiding is a predicate: reads filter `hidden_from > at`, so nothing has to wake at midnight. */
export interface SubjectTable {
  id: string
  kind: 'pupil' | 'staff'
  hidden_from: Generated<Date | number>
  /** Keyed digest of what is known beside the items: identities, control facts, memberships. */
  about_digest: Buffer
}

/** The keys by which a source may name a person, as keyed hashes: found again without the number being readable. */
export interface IdentityTable {
  subject_id: string
  key_kind: IdentityHash['kind']
  key_hmac: Buffer
}

export interface Subject {
  readonly kind: SubjectTable['kind']
  /** Null while the person is shown. */
  readonly hiddenFrom: Date | null
}

export async function findSubject(db: Kysely<SchoolDatabase>, id: string): Promise<Subject | undefined> {
  const row = await db.selectFrom('subject').select(['kind', 'hidden_from']).where('id', '=', id).executeTakeFirst()
  // Infinity comes as a number.
  return row && { kind: row.kind, hiddenFrom: row.hidden_from instanceof Date ? row.hidden_from : null }
}

/** Subjects that bear any of these identity hashes (hex), each hash with the subject it names. */
export async function subjectsByIdentity(
  db: Kysely<SchoolDatabase>,
  kinds: readonly IdentityHash['kind'][],
  hashes: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db
    .selectFrom('identity')
    .select(['subject_id', 'key_hmac'])
    .where('key_kind', 'in', kinds)
    .where(
      'key_hmac',
      'in',
      hashes.map((hash) => Buffer.from(hash, 'hex')),
    )
    .execute()
  const found = new Map<string, string[]>()
  for (const { subject_id, key_hmac } of rows) {
    const hash = key_hmac.toString('hex')
    found.set(hash, [...(found.get(hash) ?? []), subject_id])
  }
  return found
}
