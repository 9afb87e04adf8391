import type { Generated } from 'kysely'

/** What can be erased apart has a key apart. `subject_id` is null for a key of the school itself. */
export interface KeyTable {
  id: string
  school_id: string
  subject_id: string | null
  part: string
  /** One more each time a part is sealed anew; the older one is then dropped. */
  generation: number
  wrapped: Buffer
  made_at: Generated<Date>
}

export interface KeyringDatabase {
  key: KeyTable
}
