import type { HeldPerson } from '../../agreement/explain/explain.js'
import { heldPerson } from '../../agreement/explain/held-person.js'
import { factsOfPerson } from '../../agreement/retention/known-person.js'
import { retentionUnder } from '../../agreement/retention/retention.js'
import { knownSchool } from '../../db/control/school.js'
import { subjectsNamed } from '../../db/school/explain/subject-named.js'
import { knownPeople } from '../../db/school/time/known-people.js'
import type { ActivityDependencies } from '../dependencies.js'
import type { Explaining } from './answer.js'

// The names by which a school may ask: both are kept as keyed hashes of whoever is held.
const kinds = ['sourceId', 'misId'] as const

/** What is held of the person whom an id names; of several, the one who is here, or was so last. Null where it is nobody. */
export async function findHeld(
  { schools, keyring }: ActivityDependencies,
  { terms: { school, law }, keys, asked, at }: Explaining,
): Promise<HeldPerson | null> {
  const { db } = await schools.open(school.id)
  const hashes = kinds.map((kind) => keys.hashes.lookup('identity', asked.kind, kind, asked.id))
  const [named] = await subjectsNamed(db, hashes)
  const person = named && (await knownPeople(db, (ids) => keyring.openKeys(school.id, ids), [named.id])).get(named.id)
  if (!person) return null
  const facts = factsOfPerson(knownSchool(school), person, at)
  return heldPerson({
    id: named.id,
    person,
    facts,
    retention: retentionUnder(facts, law),
    suppressedFrom: named.suppressedFrom?.getTime() ?? null,
    goneFrom: named.goneFrom?.getTime() ?? null,
    waitsUntil: named.waitsUntil?.getTime() ?? null,
    withheld: named.withheld,
  })
}
