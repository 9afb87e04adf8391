import { sql } from 'kysely'
import type { Generated, Kysely } from 'kysely'
import type { IdentityHash } from '../../pipeline/digest.js'
import type { SchoolDatabase } from './database.js'

/**
 * The person a record is about. Hiding and leaving are predicates: reads filter `hidden_from > at`, so nothing has to wake at midnight.
 * Infinity, which comes as a number, is never.
 */
export interface SubjectTable {
  id: string
  kind: 'pupil' | 'staff'
  /** From when nobody reads the person. */
  hidden_from: Generated<Date | number>
  /** From when a pupil is read as one who left, and a member of staff as disabled. */
  left_from: Generated<Date | number>
  /** The urgent route (R61): hides, and changes no date. */
  suppressed_from: Generated<Date | number>
  /** Items withdrawn of this person alone (K13): nobody reads them, and the gate takes none. */
  withheld: Generated<string[]>
  /** Since when whole reads come without the person. */
  absent_since: Generated<Date | null>
  /** The run that last found the person absent, or back, and what `absent_since` was before it: for whoever undoes that run. */
  absence_run: Generated<string | null>
  absence_before: Generated<Date | null>
  /** Until then the person is taken to be here, whatever a read lists. */
  kept_until: Generated<Date | null>
  /** The erasure that has begun: what is sealed may not open any more. */
  erasure: Generated<string | null>
  /** Keyed digest of what is known beside the items: identities and control facts. */
  about_digest: Buffer
  /** Keyed digest of the memberships. */
  places_digest: Generated<Buffer>
}

/** The keys by which a source may name a person, as keyed hashes: found again without the number being readable. */
export interface IdentityTable {
  subject_id: string
  key_kind: IdentityHash['kind']
  key_hmac: Buffer
}

/** Every name by which a source may know these people, as hashes (hex). */
export async function identitiesOf(
  db: Kysely<SchoolDatabase>,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, readonly IdentityHash[]>> {
  const rows = await db
    .selectFrom('identity')
    .selectAll()
    .where(({ eb }) => eb('subject_id', '=', sql<string>`any(${subjects}::uuid[])`))
    .execute()
  const found = new Map<string, IdentityHash[]>()
  for (const { subject_id, key_kind, key_hmac } of rows) {
    const names = found.get(subject_id) ?? []
    found.set(subject_id, [...names, { kind: key_kind, hash: key_hmac.toString('hex') }])
  }
  return found
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
    // `any`, not `in`: it takes an empty list, and a long one as one parameter.
    .where(({ eb }) =>
      eb('key_hmac', '=', sql<Buffer>`any(${hashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])`),
    )
    .execute()
  const found = new Map<string, string[]>()
  for (const { subject_id, key_hmac } of rows) {
    const hash = key_hmac.toString('hex')
    found.set(hash, [...(found.get(hash) ?? []), subject_id])
  }
  return found
}
