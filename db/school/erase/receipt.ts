import { keyedHex } from '../../../vault/keyed-hash.js'
import type { OpenKey } from '../../../vault/open-key.js'

// As long as an opaque id has to be that nobody hits upon by guessing: 100 bits.
const DIGITS = 25

/**
 * What stands in a certificate for one person, or for a year of marks (K19): by itself it tells nothing, and once the school's keys are gone nobody computes it again.
 * The school reads it beforehand and keeps it beside the name.
 */
export function receiptOf(lookup: OpenKey, ...of: readonly string[]): string {
  return keyedHex(lookup, 'receipt', ...of).slice(0, DIGITS)
}
