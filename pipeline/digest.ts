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
  return {
    kind: record.kind,
    refHash: refHash(record.kind, record.ref, hashes.lookup),
    digest: hashes.digest('items', record.kind, canonical(record.items)).toString('hex'),
    aboutDigest: hashes.digest('about', aboutText(record)).toString('hex'),
    // Only where somebody asks: on a quiet night nobody does, and they would be 6,000 hashes of its 10,500.
    get identities() {
      return identityHashes(record, hashes)
    },
    record,
  }
}

/** Lists where objects are many: a list has no order of keys to settle, and 20,000 memberships are written in a fifth of the time. */
function aboutText({ identities, facts, memberships }: Gated<SourceRecord>): string {
  return JSON.stringify([
    canonical(facts),
    identities.map(({ kind, value }) => [kind, value]),
    [...memberships]
      .sort((a, b) => (a.group < b.group ? -1 : 1))
      .map(({ group, item, from, to }) => [group, item, from ?? null, to ?? null]),
  ])
}

function identityHashes(record: Gated<SourceRecord>, { lookup }: SchoolHashes): readonly IdentityHash[] {
  return record.identities.map(({ kind, value }) => ({
    kind,
    hash: lookup('identity', record.kind, kind, value).toString('hex'),
  }))
}

/** The hash by which a record of this kind and source id is found again. */
export function refHash(kind: SourceKind, ref: string, lookup: KeyedHash): string {
  return lookup('ref', kind, ref).toString('hex')
}
