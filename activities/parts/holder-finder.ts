import type { Identity } from '../../connectors/source.js'
import type { PartHolder } from '../../db/school/parts/part.js'
import type { SchoolHashes } from '../../pipeline/digest.js'

/** Finds whose part it is, by whatever name the source uses. A name that two people bear names nobody. */
export function holderFinder(
  holders: readonly PartHolder[],
  { lookup }: SchoolHashes,
): (name: Identity) => PartHolder | undefined {
  const byHash = new Map<string, PartHolder | undefined>()
  for (const holder of holders) for (const hash of holder.names) byHash.set(hash, byHash.has(hash) ? undefined : holder)
  // A pupil has a dozen results, and hashing a name costs more than finding it.
  const known = new Map<string, PartHolder | undefined>()
  return ({ kind, value }) => {
    const key = `${kind} ${value}`
    if (!known.has(key)) known.set(key, byHash.get(lookup('identity', 'pupil', kind, value)))
    return known.get(key)
  }
}
