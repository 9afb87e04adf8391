import type { KnownPerson } from '../../agreement/retention/known-person.js'
import { knownPeople } from '../../db/school/time/known-people.js'
import { readRecords } from './read-records.js'
import type { RecordReader } from './read-records.js'

interface Asked {
  readonly id: string
  readonly kind: 'pupil' | 'staff'
  readonly at: Date
  readonly today: string
}

/** What is known of one person for the rules of time; undefined where there is nobody of that id, or no key opens what is left. */
export async function knownPerson(reader: RecordReader, asked: Asked): Promise<KnownPerson | undefined> {
  const { db, keyring, school } = reader
  const [people, page] = await Promise.all([
    knownPeople(db, (ids) => keyring.openKeys(school, ids), [asked.id]),
    readRecords(reader, { ...asked, limit: 1, state: 'any' }),
  ])
  const person = people.get(asked.id)
  return person?.kind === asked.kind && page.records.length > 0 ? person : undefined
}
