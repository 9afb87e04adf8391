import type { ItemCode } from '../../agreement/items.js'
import type { SourceRecord } from '../../connectors/source.js'
import type { Withheld } from '../../db/school/withheld.js'
import { refHash } from '../../pipeline/digest.js'
import type { SchoolHashes } from '../../pipeline/digest.js'

/** The items granted of one record: those of the grant, without what was withdrawn of this person alone. */
export type GrantedOf = (record: SourceRecord, granted: ReadonlySet<ItemCode>) => ReadonlySet<ItemCode>

/**
 * Holds back what single people are withdrawn of, before anything is digested: a night on which nothing changed stays one that writes nothing.
 * People are found by every number that a source has for them, since one who comes under a new id is the same person (decision 5). Who is
 * known again only by UPN or name is seen to after that (`hold-back-again.ts`).
 */
export function heldBack(withheld: readonly Withheld[], { lookup }: SchoolHashes): GrantedOf {
  if (withheld.length === 0) return (_, granted) => granted
  const byHash = new Map<string, Withheld[]>()
  for (const one of withheld) for (const hash of one.hashes) byHash.set(hash, [...(byHash.get(hash) ?? []), one])
  return (record, granted) => {
    const { kind, ref, identities } = record
    if (kind === 'group') return granted
    const hashOf = (of: (typeof identities)[number]) => lookup('identity', kind, of.kind, of.value)
    const named = [refHash(kind, ref, lookup), ...identities.filter((one) => one.kind !== 'upn').map(hashOf)].flatMap(
      (hash) => byHash.get(hash) ?? [],
    )
    if (named.length === 0) return granted
    const upn = identities.filter((one) => one.kind === 'upn').map(hashOf)
    const isOther = ({ upns }: Withheld) =>
      upn.length > 0 && upns.length > 0 && !upn.some((hash) => upns.includes(hash))
    const back = new Set(named.filter((one) => !isOther(one)).flatMap(({ items }) => items))
    return new Set([...granted].filter((item) => !back.has(item)))
  }
}
