import type { SourceKind } from '../connectors/source.js'
import type { Arrival } from './digest.js'

/** What we hold of one record, as far as a comparison needs it: no content, only hashes and ids. */
export interface Held {
  readonly id: string
  readonly kind: SourceKind
  readonly refHash: string
  readonly digest: string
  /** Of the subject's identities and facts; null for a group. */
  readonly aboutDigest: string | null
  /** Of the subject's memberships; null for a group. */
  readonly placesDigest: string | null
  /** The last whole reads came without it. */
  readonly absent: boolean
  /** For a group of one: the member under whose key it is sealed. */
  readonly owner: string | null
}

export interface Match {
  readonly held: Held
  readonly arrival: Arrival
}

/** What a run would change. Every arrival and every held record stands in exactly one outcome of its own. */
export interface ChangeSet {
  readonly added: readonly Arrival[]
  /** The items differ. */
  readonly changed: readonly Match[]
  /** What is known beside the items differs; may stand in `changed` as well. */
  readonly aboutChanged: readonly Match[]
  /** Was absent and is listed again. */
  readonly restored: readonly Match[]
  /** Found again under another id of the source. */
  readonly rebound: readonly Match[]
  /** Not in the read, and not absent before. */
  readonly missing: readonly Held[]
  readonly unchanged: readonly Match[]
}

/** How a person whom the source names by a new id is found again: identity hash to held record id. Only keys that name one person of one school. */
export type Recognise = (arrival: Arrival) => string | undefined

/** Compares one whole read with what is held, in memory, by hashes alone. */
export function compare(
  arrivals: readonly Arrival[],
  held: readonly Held[],
  recognise: Recognise = () => undefined,
): ChangeSet {
  const byRef = new Map(held.map((one) => [`${one.kind}/${one.refHash}`, one]))
  const present = new Set(arrivals.flatMap((arrival) => byRef.get(`${arrival.kind}/${arrival.refHash}`)?.id ?? []))
  const byId = new Map(held.map((one) => [one.id, one]))
  const added: Arrival[] = []
  const matches: Match[] = []
  const rebound: Match[] = []

  for (const arrival of arrivals) {
    const same = byRef.get(`${arrival.kind}/${arrival.refHash}`)
    if (same) {
      matches.push({ held: same, arrival })
      continue
    }
    const again = byId.get(recognise(arrival) ?? '')
    // Somebody who is listed under the old id too is another person, or a conflict: never merged.
    if (again && !present.has(again.id)) {
      present.add(again.id)
      const match = { held: again, arrival }
      matches.push(match)
      rebound.push(match)
    } else added.push(arrival)
  }

  const changed = matches.filter(({ held, arrival }) => held.digest !== arrival.digest)
  const aboutChanged = matches.filter(
    ({ held, arrival }) => isPerson(held) && (differsAbout(held, arrival) || differsIn(held, arrival)),
  )
  const restored = matches.filter(({ held }) => held.absent)
  const touched = new Set([...changed, ...aboutChanged, ...restored, ...rebound])
  return {
    added,
    changed,
    aboutChanged,
    restored,
    rebound,
    missing: held.filter((one) => !one.absent && !present.has(one.id)),
    unchanged: matches.filter((match) => !touched.has(match)),
  }
}

const isPerson = ({ kind }: Held) => kind !== 'group'
const differsAbout = (held: Held, arrival: Arrival) => held.aboutDigest !== arrival.aboutDigest
const differsIn = (held: Held, arrival: Arrival) => held.placesDigest !== arrival.placesDigest
