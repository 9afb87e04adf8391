import type { OpenKey } from '../vault/open-key.js'

/** A key that the keyring was asked to make a moment ago: without it nothing may be written that it was to seal. */
export function madeKey(key: OpenKey | undefined): OpenKey {
  if (!key) throw new Error('A key that was just made is not there.')
  return key
}
