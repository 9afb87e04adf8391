import type { Kysely } from 'kysely'
import type { EpochStore } from '../epoch-store.js'
import { forgetKey } from '../open-key.js'
import type { OpenKey } from '../open-key.js'
import { agedSubjects } from './aged-keys.js'
import type { KeyringDatabase, SchoolPart, SubjectPart } from './database.js'
import { insertNextSchoolKey, insertSchoolKeys, newestSchoolKey, olderSchoolKeys } from './school-keys.js'
import { halfReplaced, keysById } from './stored-keys.js'
import type { HalfReplaced } from './stored-keys.js'
import { countKeys, destroyKeys, destroySchoolKeys, makingKeys } from './destroy.js'
import {
  allKeys,
  attendanceKeys,
  insertFirstKeys,
  insertNextKeys,
  keysOfParts,
  newestKeys,
  olderKeys,
} from './subject-keys.js'
import type { KeysBySubject, SubjectKeys } from './subject-keys.js'
import { underEpoch } from './wrapping.js'

/** Hands out keys. They live for one activity or one request; who keeps one longer keeps what was erased readable. */
export interface Keyring {
  /** Begins the school's epoch and makes its own keys, where they are missing. */
  readonly makeSchoolKeys: (school: string) => Promise<void>
  readonly schoolKey: (school: string, part: SchoolPart) => Promise<OpenKey>
  /** The newest key of each subject, made where there is none. */
  readonly makeSubjectKeys: (school: string, subjects: readonly string[], part: SubjectPart) => Promise<KeysBySubject>
  /** A new generation for each, to seal again under; until `dropOlderGenerations` the old ones open what they sealed. */
  readonly nextSubjectKeys: (school: string, subjects: readonly string[], part: SubjectPart) => Promise<KeysBySubject>
  readonly dropOlderGenerations: (school: string, subjects: readonly string[], part: SubjectPart) => Promise<void>
  /** As `nextSubjectKeys` and `dropOlderGenerations`, for a key of the school's own. */
  readonly nextSchoolKey: (school: string, part: SchoolPart) => Promise<OpenKey>
  readonly dropOlderSchoolKeys: (school: string, part: SchoolPart) => Promise<void>
  /** Whose keys there are several generations of: whoever replaced them was stopped before the old ones went. */
  readonly halfReplaced: (school: string) => Promise<HalfReplaced>
  /** Destroys every key of these people, by a change of epoch: no copy of anything opens what they sealed. Repeatable. */
  readonly destroySubjects: (school: string, subjects: readonly string[]) => Promise<void>
  /** Subjects all of whose keys are older than a day: whoever of them was never written is nobody. */
  readonly agedSubjects: (school: string) => Promise<readonly string[]>
  /**
   * Destroys the keys of everybody's attendance, of one school year or of all, save those of `except`, by a change of epoch.
   * Repeatable.
   */
  readonly destroyAttendance: (school: string, year?: number, except?: readonly string[]) => Promise<void>
  /** Destroys the keys of these parts, of these people or of everybody, by a change of epoch. Repeatable. */
  readonly destroyParts: (
    school: string,
    parts: readonly SubjectPart[],
    of: readonly string[] | 'everybody',
  ) => Promise<void>
  /** Destroys all keys of a school, its epoch with them. */
  readonly destroySchool: (school: string) => Promise<void>
  /** How many keys of a school there are, its epochs among them: none once it is destroyed. */
  readonly keysLeft: (school: string) => Promise<number>
  /** By the ids that sealed bytes name. A key that is gone is not in the answer. */
  readonly openKeys: (school: string, keyIds: readonly string[]) => Promise<ReadonlyMap<string, OpenKey>>
}

export function openKeyring(db: Kysely<KeyringDatabase>, epochs: EpochStore): Keyring {
  const make = async (school: string, subjects: readonly string[], part: SubjectPart, act: MakeKeys) =>
    makingKeys(db, school, (trx) =>
      underEpoch(epochs, school, (of) => act({ db: trx, school, part, wrapping: of(part) }, inOrder(subjects))),
    )
  return {
    makeSchoolKeys: async (school) => {
      forgetKey(await epochs.begin(school))
      await makingKeys(db, school, (trx) => underEpoch(epochs, school, (of) => insertSchoolKeys(trx, school, of)))
    },
    schoolKey: (school, part) => underEpoch(epochs, school, (of) => newestSchoolKey(db, school, part, of)),
    // Asked first and made after, so that a night on which nobody is new writes nothing and locks nothing.
    makeSubjectKeys: async (school, subjects, part) => {
      if (subjects.length === 0) return new Map()
      const there = await underEpoch(epochs, school, (of) =>
        newestKeys({ db, school, part, wrapping: of(part) }, inOrder(subjects)),
      )
      const missing = subjects.filter((subject) => !there.has(subject))
      return missing.length === 0 ? there : new Map([...there, ...(await make(school, missing, part, insertFirstKeys))])
    },
    nextSubjectKeys: async (school, subjects, part) =>
      subjects.length === 0 ? new Map() : make(school, subjects, part, insertNextKeys),
    dropOlderGenerations: (school, subjects, part) => destroyKeys(db, epochs, school, olderKeys(subjects, part)),
    nextSchoolKey: (school, part) =>
      makingKeys(db, school, (trx) => underEpoch(epochs, school, (of) => insertNextSchoolKey(trx, school, part, of))),
    dropOlderSchoolKeys: (school, part) => destroyKeys(db, epochs, school, olderSchoolKeys(part)),
    halfReplaced: (school) => halfReplaced(db, school),
    destroySubjects: (school, subjects) => destroyKeys(db, epochs, school, allKeys(subjects)),
    agedSubjects: (school) => agedSubjects(db, school),
    destroyAttendance: (school, year, except = []) => destroyKeys(db, epochs, school, attendanceKeys(year, except)),
    destroyParts: (school, parts, of) => destroyKeys(db, epochs, school, keysOfParts(parts, of)),
    destroySchool: (school) => destroySchoolKeys(db, epochs, school),
    keysLeft: (school) => countKeys(db, epochs, school),
    openKeys: async (school, keyIds) =>
      keyIds.length === 0 ? new Map() : underEpoch(epochs, school, (of) => keysById(db, school, keyIds, of)),
  }
}

type MakeKeys = (keys: SubjectKeys, subjects: readonly string[]) => Promise<KeysBySubject>

/** Everybody inserts in the same order: otherwise two at once, each waiting for a row of the other, would deadlock. */
function inOrder(subjects: readonly string[]): string[] {
  return [...new Set(subjects)].sort()
}
