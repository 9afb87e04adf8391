import { refKey } from './assign.js'
import type { ChangeSet, Held, Match } from './compare.js'
import type { Arrival } from './digest.js'

/** What people refused, as far as a comparison needs it. */
export interface Refused {
  /** By key of the record, what the source said, as `contentOf` has it; empty where it listed a group no more. */
  readonly contents: ReadonlyMap<string, string>
  /** Who is here whatever a read lists, by id. */
  readonly kept: ReadonlySet<string>
}

/** Of these the source says something else by now. */
export interface Spent {
  readonly keys: readonly string[]
  readonly kept: readonly string[]
}

export interface Heeded {
  /** Without what is refused: that is as it was. */
  readonly changes: ChangeSet
  /** Of these only what the rules of time need is learned: their documents and memberships stay. By record. */
  readonly factsOnly: ReadonlySet<string>
  /** People who are missing, and are not believed to be; what the source states of them is asked for all the same. */
  readonly kept: readonly Held[]
  readonly spent: Spent
}

/** What a record says beside the facts that the rules of time need: its items, and who belongs to which group. */
export const contentOf = ({ kind, digest, placesDigest }: Pick<Arrival, 'kind' | 'digest' | 'placesDigest'>) =>
  `${digest} ${kind === 'group' ? '' : placesDigest}`

/** The same where a source tells what changed of a record without its memberships: those are not told apart then. */
export const isRefusedInPart = (arrival: Arrival, { contents }: Refused) =>
  contents.get(refKey(arrival))?.startsWith(`${arrival.digest} `) === true

/**
 * Takes out of a change set what a person refused, as long as the source goes on saying just that. What comes under another id than before
 * is said anew. A refused return leaves the person absent, and nothing is learned of them.
 */
export function heed(changes: ChangeSet, arrivals: readonly Arrival[], refused: Refused): Heeded {
  const { contents, kept } = refused
  const isRefused = ({ arrival }: Match) => contents.get(refKey(arrival)) === contentOf(arrival)
  const staysAway = new Set(changes.restored.filter(isRefused).map(({ held }) => held.id))
  const all = [...changes.changed, ...changes.aboutChanged, ...changes.restored].filter(isRefused)
  const same = [...new Map(all.map((match) => [match.held.id, match])).values()]
  const factsOnly = new Set(same.map(({ held }) => held.id))
  const learns = ({ held, arrival }: Match) => held.aboutDigest !== arrival.aboutDigest && !staysAway.has(held.id)
  const touches = (match: Match) => !factsOnly.has(match.held.id) || learns(match)
  const isKept = (held: Held) => kept.has(held.id) || contents.get(refKey(held)) === ''
  return {
    changes: {
      ...changes,
      added: changes.added.filter((arrival) => contents.get(refKey(arrival)) !== contentOf(arrival)),
      changed: changes.changed.filter(({ held }) => !factsOnly.has(held.id)),
      aboutChanged: changes.aboutChanged.filter(touches),
      restored: changes.restored.filter(({ held }) => !staysAway.has(held.id)),
      missing: changes.missing.filter((held) => !isKept(held)),
      unchanged: [...changes.unchanged, ...same.filter((match) => !learns(match))],
    },
    factsOnly,
    kept: changes.missing.filter((held) => kept.has(held.id)),
    spent: spentOf(changes, arrivals, refused),
  }
}

function spentOf(changes: ChangeSet, arrivals: readonly Arrival[], { contents, kept }: Refused): Spent {
  const said = new Map((contents.size === 0 ? [] : arrivals).map((one) => [refKey(one), contentOf(one)]))
  const missing = new Set(changes.missing.map(({ id }) => id))
  return {
    // Not listed is what was said of a group whose going was refused.
    keys: [...contents].filter(([key, content]) => (said.get(key) ?? '') !== content).map(([key]) => key),
    kept: [...kept].filter((id) => !missing.has(id)),
  }
}
