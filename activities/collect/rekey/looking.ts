import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../../../db/school/database.js'
import type { OpenKeys } from '../../../db/school/time/known-people.js'

/** Where those who are held are looked for. */
export interface Looking {
  readonly db: Kysely<SchoolDatabase>
  readonly openKeys: OpenKeys
  /** The London day of the last whole read; null before the first. */
  readonly lastReadOn: string | null
}
