import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { FactName } from '../../../agreement/retention/known-person.js'
import type { Held } from '../../../pipeline/compare.js'
import { sealedUnder } from '../../../vault/sealing.js'
import type { SchoolDatabase } from '../database.js'
import { openFact, openItems } from '../document.js'
import type { Items } from '../document.js'
import { factsOf } from '../fact.js'
import type { OpenKeys } from '../time/known-people.js'

export interface Document {
  readonly id: string
  readonly kind: Held['kind']
  /** Under whose key it is sealed: a person's, or where it is null the school's for groups. */
  readonly subject: string | null
  readonly items: Items
  readonly keyId: string
}

/**
 * Opens documents, of these people or of the whole school. What no key opens any more holds nothing for anybody, and is left out, as
 * is whoever is being erased: one lost key must not keep an item of everybody else from going.
 */
export async function openDocuments(
  db: Kysely<SchoolDatabase>,
  openKeys: OpenKeys,
  subjects: readonly string[] | 'all',
): Promise<readonly Document[]> {
  const rows = await db
    .selectFrom('record')
    .leftJoin('subject', 'subject.id', 'record.subject_id')
    .select(['record.id', 'record.kind', 'record.subject_id as subject', 'record.sealed'])
    .where('subject.erasure', 'is', null)
    .$if(subjects !== 'all', (query) =>
      query.where('record.subject_id', '=', sql<string>`any(${subjects === 'all' ? [] : subjects}::uuid[])`),
    )
    .execute()
  const keys = await openKeys([...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))])
  return rows.flatMap(({ id, kind, subject, sealed }) => {
    const keyId = sealedUnder(sealed)
    const key = keys.get(keyId)
    return key ? [{ id, kind, subject, items: openItems(key, id, sealed), keyId }] : []
  })
}

export interface OpenFact {
  readonly subject: string
  readonly what: FactName
  readonly learnedAt: Date
  readonly value: string
  readonly keyId: string
}

export async function openFacts(
  db: Kysely<SchoolDatabase>,
  openKeys: OpenKeys,
  subjects: readonly string[],
): Promise<readonly OpenFact[]> {
  const sealed = await factsOf(db, subjects)
  const keys = await openKeys([...new Set(sealed.map((fact) => sealedUnder(fact.sealed)))])
  return sealed.flatMap((fact) => {
    const { subjectId, what, learnedAt } = fact
    const keyId = sealedUnder(fact.sealed)
    const key = keys.get(keyId)
    return key
      ? [{ subject: subjectId, what, learnedAt, value: openFact(key, subjectId, what, fact.sealed), keyId }]
      : []
  })
}
