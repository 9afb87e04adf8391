import type { Kysely } from 'kysely'
import type { EpochStore } from '../epoch-store.js'
import { KeyDestroyed } from '../key-destroyed.js'
import type { OpenKey } from '../open-key.js'
import type { KeyringDatabase } from './database.js'
import { draftKey, openRow } from './key-row.js'
import type { NewKey } from './key-row.js'
import { insertKeys, newestKeys, nextGenerations, schoolKeys } from './queries.js'

/** The parts of a school itself that have a key: what is compared, found, sent to Temporal, kept of groups, and kept secret. */
export const schoolParts = ['digest', 'lookup', 'codec', 'groups', 'secrets'] as const
export type SchoolPart = (typeof schoolParts)[number]

/** The parts of a person that can be erased apart. */
export type SubjectPart = 'core'

export type KeysById = ReadonlyMap<string, OpenKey>

export interface Keyring {
  /** Makes the keys of a school itself where they are missing. Repeatable, and safe twice at once. */
  readonly makeSchoolKeys: (school: string) => Promise<void>
  /** Throws `KeyDestroyed` where there is none. */
  readonly schoolKey: (school: string, part: SchoolPart) => Promise<OpenKey>
  /** The newest key of each subject, made where there is none; by subject id. Two attempts get the same keys. */
  readonly makeSubjectKeys: (school: string, subjects: readonly string[], part: SubjectPart) => Promise<KeysById>
  /** A new generation for each subject, to seal a part anew; by subject id. */
  readonly nextSubjectKeys: (school: string, subjects: readonly string[], part: SubjectPart) => Promise<KeysById>
  /** Drops all but the newest generation, once nothing is sealed under the older ones. */
  readonly dropOlderGenerations: (school: string, subjects: readonly string[], part: SubjectPart) => Promise<void>
  /** Those of the named keys that still exist; by key id. */
  readonly openKeys: (school: string, ids: readonly string[]) => Promise<KeysById>
}

export function openKeyring(db: Kysely<KeyringDatabase>, epochs: EpochStore): Keyring {
  const epochOf = async (school: string) => {
    const epoch = await epochs.current(school)
    if (!epoch) throw new KeyDestroyed('The epoch key of this school does not exist.')
    return epoch
  }
  const bySubject = async (school: string, subjects: readonly string[], part: SubjectPart) => {
    const rows = await newestKeys(db, school, subjects, part)
    const epoch = await epochOf(school)
    return new Map(rows.map((row) => [row.subject_id ?? '', openRow(row, epoch)]))
  }
  const makeAnd = async (school: string, keys: (epoch: Buffer) => readonly NewKey[]) => insertKeys(db, keys(await epochOf(school)))

  return {
    async makeSchoolKeys(school) {
      const epoch = await epochs.begin(school)
      await insertKeys(db, schoolParts.map((part) => draftKey(epoch, { school, subject: null, part, generation: 1 })))
    },
    async schoolKey(school, part) {
      const [row] = await schoolKeys(db, school, part)
      if (!row) throw new KeyDestroyed('A key of this school does not exist.')
      return openRow(row, await epochOf(school))
    },
    async makeSubjectKeys(school, subjects, part) {
      if (subjects.length === 0) return new Map()
      const known = await bySubject(school, subjects, part)
      const missing = subjects.filter((subject) => !known.has(subject))
      if (missing.length === 0) return known
      await makeAnd(school, (epoch) => missing.map((subject) => draftKey(epoch, { school, subject, part, generation: 1 })))
      return new Map([...known, ...(await bySubject(school, missing, part))])
    },
    async nextSubjectKeys(school, subjects, part) {
      if (subjects.length === 0) return new Map()
      const next = await nextGenerations(db, school, subjects, part)
      await makeAnd(school, (epoch) => next.map(([subject, generation]) => draftKey(epoch, { school, subject, part, generation })))
      return bySubject(school, subjects, part)
    },
    async dropOlderGenerations(school, subjects, part) {
      if (subjects.length === 0) return
      const newest = (await newestKeys(db, school, subjects, part)).map(({ id }) => id)
      const dropping = db.deleteFrom('key').where('school_id', '=', school).where('part', '=', part)
      await dropping.where('subject_id', 'in', subjects).where('id', 'not in', newest).execute()
    },
    async openKeys(school, ids) {
      if (ids.length === 0) return new Map()
      const rows = await db.selectFrom('key').selectAll().where('school_id', '=', school).where('id', 'in', ids).execute()
      const epoch = await epochOf(school)
      return new Map(rows.map((row) => [row.id, openRow(row, epoch)]))
    },
  }
}
