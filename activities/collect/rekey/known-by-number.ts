import type { Kysely } from 'kysely'
import type { IdentityKind } from '../../../connectors/source.js'
import type { SchoolDatabase } from '../../../db/school/database.js'
import { subjectsByIdentity } from '../../../db/school/subject.js'
import { refKey } from '../../../pipeline/assign.js'
import type { Held } from '../../../pipeline/compare.js'
import type { Arrival } from '../../../pipeline/digest.js'
import { candidatesOf, namesOfUpns, strangersOf } from './candidates.js'
import { findAgain, hasOtherUpn } from './find-again.js'
import type { Candidate, Stranger } from './find-again.js'
import type { Looking } from './looking.js'
import { areNamesakes } from './portrait.js'

// Not the UPN: it is typed by hand, changes, and two pupils may bear the same one by mistake (domain sheet A1).
const trusted: readonly IdentityKind[] = ['upi', 'misId']

/**
 * Finds people whom the source names by a new id on a night on which the others kept theirs: a pupil who is enrolled again keeps the `upi`
 * (wonde sheet §3). A number that names two people names nobody; nor does one whose bearer has another UPN and another name. Whose numbers a
 * change of MIS made worthless can only be found by UPN.
 */
export async function knownByNumber(
  { db, openKeys }: Pick<Looking, 'db' | 'openKeys'>,
  arrivals: readonly Arrival[],
  unlisted: readonly Held[],
): Promise<ReadonlyMap<string, string>> {
  if (arrivals.length === 0 || unlisted.length === 0) return new Map()
  const strangers = strangersOf(arrivals)
  const byNumber = await namedByNumber(db, arrivals)
  const byUpn = await namesOfUpns(db, strangers)
  const named = new Set([...byNumber.values(), ...[...byUpn.values()].flat()])
  const candidates = await candidatesOf(
    db,
    openKeys,
    unlisted.filter(({ id }) => named.has(id)),
  )
  const numbered = strangers.flatMap((stranger) => {
    const candidate = candidates.find(({ id }) => id === byNumber.get(stranger.key))
    return candidate && isBelieved(stranger, candidate) ? [[stranger.key, candidate.id] as const] : []
  })
  const known = new Set(numbered.map(([key]) => key))
  const unnumbered = candidates.filter(({ numbers }) => numbers.size === 0)
  const left = strangers.filter(({ key }) => !known.has(key))
  const { again } = findAgain({ strangers: left, candidates: unnumbered }, byUpn)
  return new Map([...numbered, ...again])
}

async function namedByNumber(
  db: Kysely<SchoolDatabase>,
  arrivals: readonly Arrival[],
): Promise<ReadonlyMap<string, string>> {
  const numbers = new Map(
    arrivals.map((arrival) => [
      refKey(arrival),
      arrival.identities.filter(({ kind }) => trusted.includes(kind)).map(({ hash }) => hash),
    ]),
  )
  const subjects = await subjectsByIdentity(db, trusted, [...numbers.values()].flat())
  return new Map(
    [...numbers].flatMap(([key, hashes]) => {
      const [only, ...others] = new Set(hashes.flatMap((hash) => subjects.get(hash) ?? []))
      return only !== undefined && others.length === 0 ? [[key, only] as const] : []
    }),
  )
}

/** A UPN is corrected now and then; with another name beside it, it is somebody else's. */
function isBelieved(stranger: Stranger, candidate: Candidate): boolean {
  return !hasOtherUpn(stranger, candidate) || areNamesakes(stranger.portrait, candidate.portrait)
}
