import { identifierFindings } from '../../agreement/identifiers/findings.js'
import type { Departure, Source, SourceKind, SourceRecord } from '../../connectors/source.js'
import { digest } from '../../pipeline/digest.js'
import type { Arrival, SchoolHashes } from '../../pipeline/digest.js'
import { gate, inListedGroups } from '../../pipeline/gate.js'
import type { Gated, OutOfScope } from '../../pipeline/gate.js'
import type { WalkProof } from '../../pipeline/verdict.js'
import { countOne } from './count.js'
import type { GrantedOf } from './held-back.js'
import type { Terms } from './terms.js'
import type { Vigil } from './vigil.js'

// Groups first: a membership is placed in a group that is known.
const kinds: readonly SourceKind[] = ['group', 'staff', 'pupil']

/** What one whole read brought, after the gate. It lives in the memory of this activity and nowhere else. */
export interface Reading {
  readonly arrivals: readonly Arrival[]
  readonly walks: readonly WalkProof[]
  readonly refusedItems: Readonly<Record<SourceKind, number>>
  readonly refusedPeople: Readonly<Record<string, number>>
  /** Of people who are still listed although their enrolment is over: what the source states of it. Whether we hold them is not known here. */
  readonly departures: readonly Gated<Departure>[]
  /** People who are listed, but as guests or with a first day to come. */
  readonly outOfScope: readonly Gated<OutOfScope>[]
  /** Identifiers that are not what they should be, by item and finding; kept as received, never matched on. */
  readonly findings: Readonly<Record<string, number>>
  /** Memberships of groups that the read did not list. */
  readonly unknownGroups: number
  /** The next day on which somebody who is listed already is to start. */
  readonly nextStart: string | null
}

/** By what records are digested, and what of the grant holds for each. */
export interface Passing {
  readonly hashes: SchoolHashes
  readonly grantedOf: GrantedOf
}

/** Reads every kind whole, each record through the gate as its page arrives. */
export async function readAll(
  source: Source,
  terms: Terms,
  today: string,
  vigil: Vigil,
  passing: Passing,
): Promise<Reading> {
  const counts = await source.counts(vigil.grant().items)
  const walks: WalkProof[] = []
  const intake = beginIntake(terms, today, vigil, passing)
  for (const kind of kinds) {
    if (!grants(vigil.grant().items, kind)) continue
    const walk = source.read(kind, vigil.grant().items)
    const refs = new Set<string>()
    let came = 0
    let step = await walk.next()
    while (!step.done) {
      came += step.value.length
      for (const record of step.value) if (isNew(record, refs)) intake.take(record)
      step = await walk.next()
    }
    walks.push({ kind, ...step.value, counted: counts[kind] ?? null, repeated: came - refs.size })
  }
  await vigil.look()
  return { ...intake.finish(), walks }
}

/** A record that comes twice must not make a count agree that another is missing from. */
function isNew({ ref }: SourceRecord, refs: Set<string>): boolean {
  const before = refs.size
  return refs.add(ref).size > before
}

/** A kind of which nothing is granted is not asked for; an empty walk would look like a school without anybody. */
export function grants(granted: ReadonlySet<string>, kind: SourceKind): boolean {
  return kind === 'group' || [...granted].some((code) => code.startsWith(`${kind}.`))
}

interface Intake {
  readonly take: (record: SourceRecord) => void
  readonly finish: () => Omit<Reading, 'walks'>
}

function beginIntake(terms: Terms, today: string, vigil: Vigil, { hashes, grantedOf }: Passing): Intake {
  const seen = { refusedItems: { group: 0, staff: 0, pupil: 0 }, refusedPeople: {}, findings: {}, unknownGroups: 0 }
  const groups = new Set<string>()
  const began = vigil.grant().version
  const departures: Gated<Departure>[] = []
  const outOfScope: Gated<OutOfScope>[] = []
  let arrivals: Arrival[] = []
  let nextStart: string | null = null

  function take(record: SourceRecord): void {
    if (record.kind === 'group') groups.add(record.ref)
    const granted = grantedOf(record, vigil.grant().items)
    const outcome = gate(record, { granted, people: terms.agreement.people, today })
    if ('refused' in outcome) {
      countOne(seen.refusedPeople, outcome.refused)
      if (outcome.refused === 'notYetStarted') nextStart = earlier(nextStart, record.facts.spell?.start ?? null)
      if ('departure' in outcome) departures.push(outcome.departure)
      else outOfScope.push(outcome.outOfScope)
      return
    }
    seen.refusedItems[record.kind] += outcome.refusedItems
    const { record: known, unknownGroups } = inListedGroups(outcome.passed, groups)
    seen.unknownGroups += unknownGroups
    for (const { item, finding } of identifierFindings(known.items)) countOne(seen.findings, `${item} ${finding}`)
    arrivals.push(digest(known, hashes))
  }
  /** Pages that came before a withdrawal go through the gate once more. */
  function narrow(): void {
    const passed = arrivals.map(({ record }) => record)
    arrivals = []
    passed.forEach(take)
  }
  return {
    take,
    finish: () => {
      if (vigil.grant().version !== began) narrow()
      return { arrivals, departures, outOfScope, nextStart, ...seen }
    },
  }
}

/** The earlier of two days, either of which may not be. */
export function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}
