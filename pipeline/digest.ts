import type { IdentityKind, SourceKind, SourceRecord } from '../connectors/source.js'
import { canonical } from './canonical.js'
import type { Gated } from './gate.js'

/** A keyed hash of the parts, each told apart from the next (HMAC-SHA256 under a key of the school). */
export type KeyedHash = (...parts: readonly string[]) => Buffer

export interface SchoolHashes {
  /** Under the digest key: what a document says. */
  readonly digest: KeyedHash
  /** Under the lookup key: by what a source names someone. */
  readonly lookup: KeyedHash
}

export interface IdentityHash {
  readonly kind: IdentityKind
  readonly hash: string
}

/** A record that arrived, with the hashes by which it is compared. Hashes are hex: they are map keys here and bytes only in the database. */
export interface Arrival {
  readonly kind: SourceKind
  readonly refHash: string
  /** Of the items. */
  readonly digest: string
  /** Of what is known beside the items: identities, control facts and memberships. */
  readonly aboutDigest: string
  readonly identities: readonly IdentityHash[]
  readonly record: Gated<SourceRecord>
}

/**
 * Digests one record under the school's own keys, so that a night is compared without opening a single document,
 * and a digest that leaks says nothing to whoever does not hold the key.
 */
export function digest(record: Gated<SourceRecord>, hashes: SchoolHashes): Arrival {
  const memberships = [...record.memberships].sort((a, b) => (a.group < b.group ? -1 : 1))
  return {
    kind: record.kind,
    refHash: refHash(record.kind, record.ref, hashes.lookup),
    digest: hashes.digest('items', record.kind, canonical(record.items)).toString('hex'),
    aboutDigest: hashes.digest('about', canonical([record.identities, record.facts, memberships])).toString('hex'),
    identities: record.identities.map(({ kind, value }) => ({
      kind,
      hash: hashes.lookup('identity', record.kind, kind, value).toString('hex'),
    })),
    record,
  }
}

/** The hash by which a record of this kind and source id is found again. */
export function refHash(kind: SourceKind, ref: string, lookup: KeyedHash): string {
  return lookup('ref', kind, ref).toString('hex')
}
