import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { KnownPerson, LearnedFact } from '../../../agreement/retention/known-person.js'
import type { OpenKey } from '../../../vault/open-key.js'
import { sealedUnder } from '../../../vault/sealing.js'
import type { SchoolDatabase } from '../database.js'
import { openFact, openItems } from '../document.js'
import { factsOf } from '../fact.js'
import type { SealedFact } from '../fact.js'
import { staysOf } from '../stay.js'

/** Opens keys by the ids that sealed bytes name; one that is gone is not in the answer. */
export type OpenKeys = (keyIds: readonly string[]) => Promise<ReadonlyMap<string, OpenKey>>

interface PersonRow {
  readonly id: string
  readonly kind: 'pupil' | 'staff'
  readonly absent_since: Date | null
}

/**
 * What is known of these people for the rules of time. Whoever is being erased, or is not held, is not in the answer; nor is anybody of whom
 * a fact opens no more: from half of the facts other dates would follow, and so those that stand go on standing.
 */
export async function knownPeople(
  db: Kysely<SchoolDatabase>,
  openKeys: OpenKeys,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, KnownPerson>> {
  if (subjects.length === 0) return new Map()
  const rows = await peopleHeld(db, subjects)
  const sealed = await factsOf(db, subjects)
  const keys = await openKeys([...new Set(sealed.map((fact) => sealedUnder(fact.sealed)))])
  const closed = new Set(sealed.filter((fact) => !keys.has(sealedUnder(fact.sealed))).map(({ subjectId }) => subjectId))
  const facts = bySubject(sealed.map((fact) => [fact.subjectId, opened(keys, fact)]))
  const stays = bySubject((await staysOf(db, subjects)).map((stay) => [stay.subject_id, [stay]]))
  const births = await birthsOf(
    db,
    openKeys,
    [...facts].filter(ofYearX).map(([subject]) => subject),
  )
  return new Map(
    rows
      .filter(({ id }) => !closed.has(id))
      .map(({ id, kind, absent_since }) => [
        id,
        {
          kind,
          absentSince: absent_since,
          dateOfBirth: births.get(id) ?? null,
          facts: facts.get(id) ?? [],
          stays: (stays.get(id) ?? []).map((stay) => ({
            kind: stay.kind,
            from: stay.from_at,
            reviewBy: stay.review_by,
            endedAt: stay.ended_at,
          })),
        },
      ]),
  )
}

async function peopleHeld(db: Kysely<SchoolDatabase>, subjects: readonly string[]): Promise<readonly PersonRow[]> {
  return db
    .selectFrom('subject')
    .select(['id', 'kind', 'absent_since'])
    .where(({ eb }) => eb('id', '=', sql<string>`any(${subjects}::uuid[])`))
    .where('erasure', 'is', null)
    .execute()
}

function opened(keys: ReadonlyMap<string, OpenKey>, { subjectId, what, sealed, learnedAt }: SealedFact): LearnedFact[] {
  const key = keys.get(sealedUnder(sealed))
  const value: unknown = key && JSON.parse(openFact(key, subjectId, what, sealed))
  return key ? [{ what, value, learnedAt }] : []
}

function bySubject<Value>(pairs: readonly (readonly [string, readonly Value[]])[]): Map<string, Value[]> {
  const grouped = new Map<string, Value[]>()
  for (const [subject, values] of pairs) grouped.set(subject, [...(grouped.get(subject) ?? []), ...values])
  return grouped
}

/** Only year X is counted by age (requirements.md §4, 6): for everybody else no document has to be opened. */
const ofYearX = ([, facts]: readonly [string, readonly LearnedFact[]]) =>
  facts.some(({ what, value }) => what === 'classYear' && value === 'X')

async function birthsOf(
  db: Kysely<SchoolDatabase>,
  openKeys: OpenKeys,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (subjects.length === 0) return new Map()
  const rows = await db.selectFrom('record').select(['id', 'sealed']).where('id', 'in', subjects).execute()
  const keys = await openKeys([...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))])
  const births = new Map<string, string>()
  for (const { id, sealed } of rows) {
    const key = keys.get(sealedUnder(sealed))
    const born = key && openItems(key, id, sealed)['pupil.dateOfBirth']
    if (typeof born === 'string') births.set(id, born)
  }
  return births
}
