import type { Kysely } from 'kysely'
import type { EpochStore } from '../epoch-store.js'
import { forgetKey } from '../open-key.js'
import type { OpenKey } from '../open-key.js'
import type { KeyringDatabase, SchoolPart, SubjectPart } from './database.js'
import { insertSchoolKeys, newestSchoolKey } from './school-keys.js'
import { keysById } from './stored-keys.js'
import { deleteOlderKeys, insertFirstKeys, insertNextKeys, newestKeys } from './subject-keys.js'
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
  /** By the ids that sealed bytes name. A key that is gone is not in the answer. */
  readonly openKeys: (school: string, keyIds: readonly string[]) => Promise<ReadonlyMap<string, OpenKey>>
}

export function openKeyring(db: Kysely<KeyringDatabase>, epochs: EpochStore): Keyring {
  /** The two that make keys differ in `act` only. */
  const forSubjects =
    (act: (keys: SubjectKeys, subjects: readonly string[]) => Promise<KeysBySubject>) =>
    async (school: string, subjects: readonly string[], part: SubjectPart): Promise<KeysBySubject> => {
      if (subjects.length === 0) return new Map()
      return underEpoch(epochs, school, (of) => act({ db, school, part, wrapping: of(part) }, inOrder(subjects)))
    }
  return {
    makeSchoolKeys: async (school) => {
      forgetKey(await epochs.begin(school))
      await underEpoch(epochs, school, (of) => insertSchoolKeys(db, school, of))
    },
    schoolKey: (school, part) => underEpoch(epochs, school, (of) => newestSchoolKey(db, school, part, of)),
    makeSubjectKeys: forSubjects(newestOrMade),
    nextSubjectKeys: forSubjects(insertNextKeys),
    dropOlderGenerations: (school, subjects, part) => deleteOlderKeys({ db, school, part }, subjects),
    openKeys: async (school, keyIds) =>
      keyIds.length === 0 ? new Map() : underEpoch(epochs, school, (of) => keysById(db, school, keyIds, of)),
  }
}

/** Asked first and made after, so that a night on which nobody is new writes nothing. */
async function newestOrMade(keys: SubjectKeys, subjects: readonly string[]): Promise<KeysBySubject> {
  const there = await newestKeys(keys, subjects)
  const missing = subjects.filter((subject) => !there.has(subject))
  if (missing.length === 0) return there
  return new Map([...there, ...(await insertFirstKeys(keys, missing))])
}

/** Everybody inserts in the same order: otherwise two at once, each waiting for a row of the other, would deadlock. */
function inOrder(subjects: readonly string[]): string[] {
  return [...new Set(subjects)].sort()
}
