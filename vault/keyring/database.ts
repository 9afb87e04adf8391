import type { Generated } from 'kysely'

/**
 * One key, wrapped by its school's epoch key. `subject_id` is null for a school's own. A subject's part may be re-sealed under a new
 * generation; a reader uses the one that the sealed bytes name.
 */
interface KeyTable {
  id: string
  school_id: string
  subject_id: string | null
  part: string
  generation: number
  wrapped: Buffer
  made_at: Generated<Date>
}

/** A database of its own, so that neither the schools' data nor a copy of it carries the keys. */
export interface KeyringDatabase {
  key: KeyTable
}

/** Per school: digests of records, keyed hashes of identities, Temporal payloads, group documents, and passwords and tokens we keep. */
export const schoolParts = ['digest', 'lookup', 'codec', 'groups', 'secrets'] as const
export type SchoolPart = (typeof schoolParts)[number]

/**
 * What of one subject can be erased apart has a key apart. A file that was uploaded, and a question about somebody, have one under their own id:
 * each goes alone; and so does what is held back of a record.
 */
export type SubjectPart =
  'core' | `attendance/${number}` | `results/${string}` | 'photo' | 'upload' | 'explanation' | 'held'
