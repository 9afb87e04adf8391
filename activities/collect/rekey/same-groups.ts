import { refKey } from '../../../pipeline/assign.js'
import type { Sides } from './sides.js'

/**
 * Groups under other ids are the same if name and type are, which the digest says without opening one, and no two groups are called so. A
 * group is nobody's record: one that is taken for another is put right by its members, one that is made anew loses what hangs on it.
 */
export function sameGroups({ strangers, unlisted, differing }: Sides): readonly (readonly [key: string, id: string])[] {
  const arrivals = onlyOnes([...strangers, ...differing.map(({ arrival }) => arrival)])
  const held = onlyOnes([...unlisted, ...differing.map((pair) => pair.held)])
  return [...arrivals].flatMap(([digest, arrival]) => {
    const one = held.get(digest)
    return one ? [[refKey(arrival), one.id] as const] : []
  })
}

/** By digest, those whose digest nobody else has. */
function onlyOnes<One extends { readonly digest: string }>(list: readonly One[]): ReadonlyMap<string, One> {
  const counts = new Map<string, number>()
  for (const { digest } of list) counts.set(digest, (counts.get(digest) ?? 0) + 1)
  return new Map(list.filter(({ digest }) => counts.get(digest) === 1).map((one) => [one.digest, one]))
}
