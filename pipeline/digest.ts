import type { IdentityKind, SourceKind, SourceRecord } from '../connectors/source.js'
import { canonical } from './canonical.js'
import type { Gated } from './gate.js'

/** A keyed hash of the parts, each told apart from the next, in hex (HMAC-SHA256 under a key of the school). */
export type KeyedHash = (...parts: readonly string[]) => string

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
  /** Of what is known beside the items: identities and control facts. */
  readonly aboutDigest: string
  /** Of the memberships; apart, because a source may tell what changed of a person without them. */
  readonly placesDigest: string
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
    digest: hashes.digest('items', record.kind, canonical(record.items)),
    aboutDigest: hashes.digest('about', aboutText(record)),
    placesDigest: hashes.digest('places', placesText(record)),
    // Only where somebody asks: on a quiet night nobody does, and they would be 6,000 hashes of its 10,500.
    get identities() {
      return identityHashes(record, hashes)
    },
    record,
  }
}

function aboutText({ identities, facts }: Gated<SourceRecord>): string {
  return JSON.stringify([canonical(facts), identities.map(({ kind, value }) => `${kind} ${value}`)])
}

/**
 * A text for each membership instead of an object: no order of keys to settle, and 20,000 of them are written in a sixth of the time.
 * What the source chose stands last, so that no id can be read as something else.
 */
function placesText({ memberships }: Gated<SourceRecord>): string {
  return JSON.stringify(
    memberships.map(({ group, item, from = '', to = '' }) => `${item} ${from} ${to} ${group}`).sort(),
  )
}

function identityHashes(record: Gated<SourceRecord>, { lookup }: SchoolHashes): readonly IdentityHash[] {
  return record.identities.map(({ kind, value }) => ({
    kind,
    hash: lookup('identity', record.kind, kind, value),
  }))
}

/** The hash by which a record of this kind and source id is found again. */
export function refHash(kind: SourceKind, ref: string, lookup: KeyedHash): string {
  return lookup('ref', kind, ref)
}
