import type { Kysely } from 'kysely'
import type { Departure, Source } from '../../connectors/source.js'
import type { SchoolDatabase } from '../../db/school/database.js'
import type { StatedLeaving } from '../../db/school/apply/plan.js'
import { subjectsByIdentity } from '../../db/school/subject.js'
import type { Held } from '../../pipeline/compare.js'
import { refHash } from '../../pipeline/digest.js'
import type { SchoolHashes } from '../../pipeline/digest.js'
import { gateDeparture } from '../../pipeline/gate.js'
import type { Gated } from '../../pipeline/gate.js'

interface Asking {
  readonly source: Source
  readonly db: Kysely<SchoolDatabase>
  readonly hashes: SchoolHashes
  /** What the read itself stated: people listed with an enrolment that is over. */
  readonly read: readonly Gated<Departure>[]
  /** Those held whom the read did not show on roll. */
  readonly missing: readonly Held[]
}

// Leavers are re-keyed by some sources: these name one person of one school, the UPN does not.
const trusted = ['sourceId', 'misId', 'upi'] as const

/**
 * What the source states of each who is missing, by subject. Its lists of leavers and deletions are asked for only where the read left
 * somebody unexplained: a quiet night asks nothing more.
 */
export async function statedLeavings(asking: Asking): Promise<ReadonlyMap<string, StatedLeaving>> {
  const stated = new Map<string, StatedLeaving>()
  if (asking.missing.length === 0) return stated
  await match(asking, asking.read, stated)
  if (asking.missing.some(({ id }) => !stated.has(id)))
    for await (const page of asking.source.departures(null)) await match(asking, page.map(gateDeparture), stated)
  return stated
}

async function match(
  { db, hashes, missing }: Asking,
  departures: readonly Gated<Departure>[],
  stated: Map<string, StatedLeaving>,
): Promise<void> {
  const byRef = new Map(missing.map((held) => [`${held.kind}/${held.refHash}`, held.id]))
  const ids = new Set(missing.map(({ id }) => id))
  const namedBy = (departure: Gated<Departure>) =>
    departure.identities.map(({ kind, value }) => hashes.lookup('identity', departure.kind, kind, value))
  const named = await subjectsByIdentity(db, trusted, departures.flatMap(namedBy))
  for (const departure of departures) {
    const ref = byRef.get(`${departure.kind}/${refHash(departure.kind, departure.ref, hashes.lookup)}`)
    const [only, ...others] = new Set(namedBy(departure).flatMap((hash) => named.get(hash) ?? []))
    const subject = ref ?? (others.length === 0 ? only : undefined)
    if (subject !== undefined && ids.has(subject) && !stated.has(subject))
      stated.set(subject, { by: departure.by, leftOn: departure.leftOn })
  }
}
