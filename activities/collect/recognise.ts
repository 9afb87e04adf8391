import type { Kysely } from 'kysely'
import type { IdentityKind } from '../../connectors/source.js'
import type { SchoolDatabase } from '../../db/school/database.js'
import { subjectsByIdentity } from '../../db/school/subject.js'
import type { Held, Recognise } from '../../pipeline/compare.js'
import { refKey } from '../../pipeline/assign.js'
import type { Arrival } from '../../pipeline/digest.js'

// Not the UPN: it is typed by hand, changes, and two pupils may bear the same one by mistake (domain sheet A1).
const trusted: readonly IdentityKind[] = ['upi', 'misId']

/**
 * Finds people whom the source names by a new id: a pupil who is enrolled again keeps the `upi` (wonde sheet §3).
 * A hash that names two people names nobody.
 */
export async function recogniser(
  db: Kysely<SchoolDatabase>,
  arrivals: readonly Arrival[],
  held: readonly Held[],
): Promise<Recognise> {
  const known = new Set(held.map(refKey))
  const strangers =
    held.length === 0 ? [] : arrivals.filter((arrival) => arrival.kind !== 'group' && !known.has(refKey(arrival)))
  if (strangers.length === 0) return () => undefined
  const hashes = strangers.flatMap(({ identities }) =>
    identities.filter(({ kind }) => trusted.includes(kind)).map(({ hash }) => hash),
  )
  const subjects = await subjectsByIdentity(db, trusted, hashes)
  return ({ identities }) => {
    const named = new Set(identities.flatMap(({ hash }) => subjects.get(hash) ?? []))
    const [only] = named
    return named.size === 1 ? only : undefined
  }
}
