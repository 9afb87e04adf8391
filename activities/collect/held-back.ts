import type { ItemCode } from '../../agreement/items.js'
import type { SourceRecord } from '../../connectors/source.js'
import type { Withheld } from '../../db/school/withheld.js'
import { refHash } from '../../pipeline/digest.js'
import type { SchoolHashes } from '../../pipeline/digest.js'

/** The items granted of one record: those of the grant, without what was withdrawn of this person alone. */
export type GrantedOf = (record: SourceRecord, granted: ReadonlySet<ItemCode>) => ReadonlySet<ItemCode>

/**
 * Holds back what single people are withdrawn of, before anything is digested: a night on which nothing changed stays one that writes nothing.
 * People are found by every name that a source has for them, since one who comes under a new id is the same person (decision 5).
 */
export function heldBack(withheld: readonly Withheld[], { lookup }: SchoolHashes): GrantedOf {
  if (withheld.length === 0) return (_, granted) => granted
  const byHash = new Map<string, Set<ItemCode>>()
  for (const { hashes, items } of withheld)
    for (const hash of hashes) byHash.set(hash, new Set([...(byHash.get(hash) ?? []), ...items]))
  return (record, granted) => {
    if (record.kind === 'group') return granted
    const names = [
      refHash(record.kind, record.ref, lookup),
      ...record.identities
        .filter(({ kind }) => kind !== 'upn')
        .map(({ kind, value }) => lookup('identity', record.kind, kind, value)),
    ]
    const back = new Set(names.flatMap((hash) => [...(byHash.get(hash) ?? [])]))
    return back.size === 0 ? granted : new Set([...granted].filter((item) => !back.has(item)))
  }
}
