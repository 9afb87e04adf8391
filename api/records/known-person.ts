import type { Items } from '../../db/school/document.js'
import { openFact } from '../../db/school/document.js'
import { factsOf } from '../../db/school/fact.js'
import type { SealedFact } from '../../db/school/fact.js'
import { findSubject } from '../../db/school/subject.js'
import { sealedUnder } from '../../vault/sealing.js'
import type { OpenKey } from '../../vault/open-key.js'
import { readRecords } from './read-records.js'
import type { RecordReader } from './read-records.js'
import type { KnownPerson } from './retention-facts.js'

interface Asked {
  readonly id: string
  readonly kind: 'pupil' | 'staff'
  readonly at: Date
  readonly today: string
}

/** What is known of one person for the rules of time; undefined where there is nobody of that id, or no key opens what is left. */
export async function knownPerson(reader: RecordReader, asked: Asked): Promise<KnownPerson | undefined> {
  const { db, keyring, school } = reader
  const { id, kind } = asked
  const [subject, sealed, page] = await Promise.all([
    findSubject(db, id),
    factsOf(db, id),
    readRecords(reader, { ...asked, limit: 1, hidden: 'either' }),
  ])
  const [record] = page.records
  if (subject?.kind !== kind || !record) return undefined
  const keys = await keyring.openKeys(school, [...new Set(sealed.map((fact) => sealedUnder(fact.sealed)))])
  return {
    kind,
    missingSince: subject.hiddenFrom,
    dateOfBirth: dateOfBirthIn(record.items),
    facts: sealed.flatMap((fact) => opened(keys, fact)),
  }
}

function opened(keys: ReadonlyMap<string, OpenKey>, { subjectId, what, sealed, learnedAt }: SealedFact) {
  const key = keys.get(sealedUnder(sealed))
  const value: unknown = key && JSON.parse(openFact(key, subjectId, what, sealed))
  return key ? [{ what, value, learnedAt }] : []
}

function dateOfBirthIn(items: Items): string | null {
  const day = items['pupil.dateOfBirth']
  return typeof day === 'string' ? day : null
}
