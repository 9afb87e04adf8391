import { areNamesakes, bornApart, mayBeOne, nameOf, sharesMore } from './portrait.js'
import type { Portrait } from './portrait.js'

/** Somebody who came under an id that we do not hold, or that may be another's by now. */
export interface Stranger {
  /** Names the arrival in this read. */
  readonly key: string
  readonly kind: 'pupil' | 'staff'
  readonly upn: { readonly hash: string; readonly identifies: boolean } | null
  /** Hashes of every number the source gives. */
  readonly numbers: readonly string[]
  readonly portrait: Portrait
}

/** Somebody held whom the read did not show under an id that is surely their own. */
export interface Candidate {
  readonly id: string
  readonly kind: 'pupil' | 'staff'
  readonly upns: ReadonlySet<string>
  readonly numbers: ReadonlySet<string>
  readonly portrait: Portrait
}

export interface Found {
  /** By the key of the arrival, who it is. */
  readonly again: ReadonlyMap<string, string>
  /** Most of them bear a number that they bore before: the MIS is the same, and only the connector is another. */
  readonly sameNumbers: boolean
}

type Pair = readonly [Stranger, Candidate]

interface Sides {
  readonly strangers: readonly Stranger[]
  readonly candidates: readonly Candidate[]
}

/**
 * Who of the strangers is whom of those we hold, when ids mean nothing any more. First by UPN, where exactly one arrival and one of all held
 * bear it and names and birth do not contradict; then by name with something more. What names two names nobody. A number of the MIS is
 * evidence beside a name, and alone only after most of those who were found without it turned out to have kept theirs: a new MIS gives
 * small numbers again, and they are other people's.
 */
export function findAgain(sides: Sides, upnNames: ReadonlyMap<string, readonly string[]>): Found {
  const sure = mutual(byUpn(sides, upnNames))
  const found = [...sure, ...mutual(byName(without(sides, sure)))]
  const kept = found.filter(([stranger, { numbers }]) => stranger.numbers.some((one) => numbers.has(one)))
  const sameNumbers = kept.length * 2 > found.length
  const numbered = sameNumbers ? mutual(byNumber(without(sides, found))) : []
  const again = [...found, ...numbered].map(([{ key }, { id }]) => [key, id] as const)
  return { again: new Map(again), sameNumbers }
}

function without({ strangers, candidates }: Sides, found: readonly Pair[]): Sides {
  const keys = new Set(found.map(([{ key }]) => key))
  const ids = new Set(found.map(([, { id }]) => id))
  return {
    strangers: strangers.filter(({ key }) => !keys.has(key)),
    candidates: candidates.filter(({ id }) => !ids.has(id)),
  }
}

function byUpn({ strangers, candidates }: Sides, upnNames: ReadonlyMap<string, readonly string[]>): readonly Pair[] {
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]))
  return strangers.flatMap((stranger): Pair[] => {
    const [only, ...others] = stranger.upn?.identifies === true ? (upnNames.get(stranger.upn.hash) ?? []) : []
    const named = only === undefined || others.length > 0 ? undefined : byId.get(only)
    return named && mayBeOne(stranger.portrait, named.portrait) ? [[stranger, named]] : []
  })
}

function byName({ strangers, candidates }: Sides): readonly Pair[] {
  const named = grouped(candidates, keyOfName)
  return strangers.flatMap((stranger) =>
    (named.get(keyOfName(stranger)) ?? [])
      .filter((candidate) => isSurely(stranger, candidate))
      .map((candidate): Pair => [stranger, candidate]),
  )
}

const keyOfName = ({ kind, portrait }: Stranger | Candidate) => `${kind} ${nameOf(portrait) ?? ''}`

/** Not across a change of UPN: a child who is at risk, or adopted, is given another one so that nobody links the two. */
function isSurely(stranger: Stranger, candidate: Candidate): boolean {
  const { portrait, upn, numbers } = stranger
  if (!areNamesakes(portrait, candidate.portrait) || hasOtherUpn(stranger, candidate)) return false
  if (bornApart(portrait, candidate.portrait)) return false
  const numbered = numbers.some((one) => candidate.numbers.has(one)) || (upn !== null && candidate.upns.has(upn.hash))
  return numbered || sharesMore(portrait, candidate.portrait)
}

function byNumber({ strangers, candidates }: Sides): readonly Pair[] {
  const numbered = grouped(
    candidates.flatMap((candidate) => [...candidate.numbers].map((number) => ({ number, candidate }))),
    ({ number }) => number,
  )
  return strangers.flatMap((stranger) => {
    const named = new Set(stranger.numbers.flatMap((one) => numbered.get(one) ?? []).map(({ candidate }) => candidate))
    return [...named]
      .filter((candidate) => !hasOtherUpn(stranger, candidate) && mayBeOne(stranger.portrait, candidate.portrait))
      .map((candidate): Pair => [stranger, candidate])
  })
}

/** Both have a UPN, and not the same. */
export function hasOtherUpn({ upn }: Pick<Stranger, 'upn'>, { upns }: Pick<Candidate, 'upns'>): boolean {
  return upn !== null && upns.size > 0 && !upns.has(upn.hash)
}

/** Only pairs of which neither side stands in another: two who could be one person are nobody. */
function mutual(pairs: readonly Pair[]): readonly Pair[] {
  const ofStranger = grouped(pairs, ([{ key }]) => key)
  const ofCandidate = grouped(pairs, ([, { id }]) => id)
  return pairs.filter(([{ key }, { id }]) => ofStranger.get(key)?.length === 1 && ofCandidate.get(id)?.length === 1)
}

function grouped<One>(list: readonly One[], keyOf: (one: One) => string): ReadonlyMap<string, readonly One[]> {
  const groups = new Map<string, One[]>()
  for (const one of list) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}
