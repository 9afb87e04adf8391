import type { SchoolHashes } from '../../pipeline/digest.js'
import { keyedHex } from '../../vault/keyed-hash.js'
import type { Keyring } from '../../vault/keyring/keyring.js'
import type { OpenKey } from '../../vault/open-key.js'

/** The keys of a school that a read needs, opened for one activity. */
export interface SchoolKeys {
  readonly lookup: OpenKey
  readonly groups: OpenKey
  readonly hashes: SchoolHashes
}

export async function openSchoolKeys(keyring: Keyring, school: string): Promise<SchoolKeys> {
  const [digest, lookup, groups] = await Promise.all([
    keyring.schoolKey(school, 'digest'),
    keyring.schoolKey(school, 'lookup'),
    keyring.schoolKey(school, 'groups'),
  ])
  return {
    lookup,
    groups,
    hashes: { digest: (...parts) => keyedHex(digest, ...parts), lookup: (...parts) => keyedHex(lookup, ...parts) },
  }
}
