/**
 * Somebody whom we erased, by keyed hashes that only this school's lookup key makes: so that a source that goes on listing the person in
 * the same spell does not bring them back (requirements.md §4, 5). Gone 35 days after the person was last listed.
 */
export interface TombstoneTable {
  person_hmac: Buffer
  /** Of the spell as the source gave it when we erased: another one passes at once. */
  spell_hmac: Buffer
  erased_at: Date
  last_listed_at: Date
}
