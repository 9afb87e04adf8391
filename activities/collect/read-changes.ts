import { identifierFindings } from '../../agreement/identifiers/findings.js'
import type { Source, SourceKind, SourceRecord } from '../../connectors/source.js'
import type { ChangedRecord } from '../../connectors/source-changes.js'
import type { Held, Match } from '../../pipeline/compare.js'
import { digest, refHash } from '../../pipeline/digest.js'
import type { Arrival, SchoolHashes } from '../../pipeline/digest.js'
import { gate, inListedGroups } from '../../pipeline/gate.js'
import type { WalkProof } from '../../pipeline/verdict.js'
import { refKey } from '../../pipeline/assign.js'
import { earlier } from './read.js'
import type { Passing } from './read.js'
import { countOne } from './count.js'
import type { Terms } from './terms.js'
import type { Vigil } from './vigil.js'

/** What a night brought that asked only for what changed: people as they were but for their items. Everybody else is as held. */
export interface ChangedReading {
  readonly changed: readonly Match[]
  readonly walks: readonly WalkProof[]
  /** To ask from the next time. */
  readonly mark: string
  readonly refusedItems: Readonly<Record<SourceKind, number>>
  readonly findings: Readonly<Record<string, number>>
  /** The next day on which somebody of those who came is to start. */
  readonly nextStart: string | null
}

export interface ChangesToRead extends Passing {
  readonly source: Source
  readonly mark: string
  readonly terms: Terms
  readonly today: string
  readonly vigil: Vigil
  readonly holding: Promise<readonly Held[]>
}

/**
 * Reads what changed, and believes it only where it changes nothing but items of people who are held: who came, went, moved, or is known by
 * other facts, is for a whole read to say, because only that proves who is not there (law 3). Null where there is anything of that kind.
 */
export async function readChanges(reading: ChangesToRead): Promise<ChangedReading | null> {
  const { source, mark, vigil } = reading
  const granted = vigil.grant()
  const walk = source.changes?.(mark, granted.items)
  if (!walk) return null
  const came: ChangedRecord[] = []
  let step = await walk.next()
  for (; !step.done; step = await walk.next()) came.push(...step.value)
  if (step.value === null) return null
  await vigil.look()
  if (vigil.grant().version !== granted.version) return null
  const sorted = sort(came, await reading.holding, reading)
  const walks = step.value.walks.map((each) => ({ ...each, counted: null, repeated: 0, lists: {} }))
  return sorted && { ...sorted, walks, mark: step.value.mark }
}

// More than that is no ordinary night: an import, or a new MIS whose ids happen to be those of other people, which a whole read looks into.
const FEW = 20
const ORDINARY_SHARE = 0.05

type Sorted = Pick<ChangedReading, 'changed' | 'refusedItems' | 'findings' | 'nextStart'>

function sort(came: readonly ChangedRecord[], held: readonly Held[], reading: ChangesToRead): Sorted | null {
  const byRef = new Map(held.map((one) => [refKey(one), one]))
  const isListed = listedGroups(byRef, reading.hashes)
  const refusedItems = { group: 0, staff: 0, pupil: 0 }
  const findings: Record<string, number> = {}
  const changed: Match[] = []
  let nextStart: string | null = null
  for (const row of came) {
    const known = byRef.get(refKey({ kind: row.kind, refHash: refHash(row.kind, row.ref, reading.hashes.lookup) }))
    const outcome = pass(row, reading)
    // Whom the gate refuses and we do not hold is none of ours, or not yet; one of ours has left, or is a guest now.
    if (outcome === null && !known) {
      const start = row.facts.spell?.start ?? null
      if (start !== null && start > reading.today) nextStart = earlier(nextStart, start)
      continue
    }
    if (outcome === null || !known || known.absent) return null
    const arrival = digest(inListedGroups(outcome.passed, isListed(outcome.passed)).record, reading.hashes)
    if (!staysInPlace(known, arrival, row)) return null
    refusedItems[row.kind] += outcome.refusedItems
    for (const { item, finding } of identifierFindings(arrival.record.items)) countOne(findings, `${item} ${finding}`)
    if (arrival.digest !== known.digest) changed.push({ held: known, arrival })
  }
  if (changed.length > Math.max(FEW, held.length * ORDINARY_SHARE)) return null
  return { changed, refusedItems, findings, nextStart }
}

function pass(row: ChangedRecord, { grantedOf, vigil, terms, today }: ChangesToRead) {
  const record: SourceRecord = { memberships: [], ...row }
  const granted = grantedOf(record, vigil.grant().items)
  const outcome = gate(record, { granted, people: terms.agreement.people, today })
  return 'refused' in outcome ? null : outcome
}

/** Known by the same names and facts as before, and in the same groups where those were told. */
function staysInPlace(held: Held, arrival: Arrival, row: ChangedRecord): boolean {
  const samePlaces = row.memberships === undefined || held.placesDigest === arrival.placesDigest
  return samePlaces && held.aboutDigest === arrival.aboutDigest
}

/** Of a record's groups those that the last whole read listed: the others had no part in what is held. */
function listedGroups(byRef: ReadonlyMap<string, Held>, { lookup }: SchoolHashes) {
  const isHeld = (group: string) => byRef.has(refKey({ kind: 'group', refHash: refHash('group', group, lookup) }))
  return ({ memberships }: SourceRecord): ReadonlySet<string> =>
    new Set(memberships.map(({ group }) => group).filter(isHeld))
}
