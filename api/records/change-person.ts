import { sql } from 'kysely'
import { ulid } from 'ulid'
import type { Agreement } from '../../agreement/agreement.js'
import { retentionPolicy } from '../../agreement/agreement.js'
import { factsOfPerson } from '../../agreement/retention/known-person.js'
import type { KnownPerson, LearnedFact } from '../../agreement/retention/known-person.js'
import { retentionOf } from '../../agreement/retention/retention.js'
import { findAgreement } from '../../db/control/agreement-version.js'
import { instruct } from '../../db/control/instruction.js'
import type { Act } from '../../db/control/instruction.js'
import type { Principal } from '../../db/control/principal.js'
import { findSchool, knownSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import { sealFact } from '../../db/school/document.js'
import { knownPeople } from '../../db/school/time/known-people.js'
import { retime } from '../../db/school/time/retime.js'
import { nextErasing } from '../../db/school/timer.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import type { ApiDependencies } from '../dependencies.js'
import { notFound } from '../problem.js'

/** Something that a person at the school tells us about one person. */
export interface PersonChange {
  readonly school: string
  readonly subject: string
  readonly act: Act
  readonly by: Principal
  readonly fact: LearnedFact
  /** Throws the problem that keeps it from being written. */
  readonly check: (person: KnownPerson) => void
}

export interface ChangedPerson {
  readonly school: School
  readonly agreement: Agreement
  readonly person: KnownPerson
}

/**
 * Writes a fact about one person with the dates that follow from it, in one transaction of the school's database, and then the instruction
 * in control. Throws 404 where nobody of that id is held.
 */
export async function changePerson(deps: ApiDependencies, change: PersonChange): Promise<ChangedPerson> {
  const { control, keyring, schools, clock } = deps
  const school = await findSchool(control, change.school)
  const agreement =
    school && school.accepted_version !== null
      ? await findAgreement(control, school.agreement_id, school.accepted_version)
      : undefined
  if (!school || !agreement) throw notFound()
  const { pool } = await schools.open(change.school)
  const openKeys = (ids: readonly string[]) => keyring.openKeys(change.school, ids)
  const at = clock()
  const written = await schoolTransaction(pool, async (trx) => {
    const before = (await knownPeople(trx.db, openKeys, [change.subject])).get(change.subject)
    if (!before) throw notFound()
    change.check(before)
    await writeFact(deps, change, trx)
    const people = await knownPeople(trx.db, openKeys, [change.subject])
    await retime(trx, people, {
      decide: (person) => retentionOf(factsOfPerson(knownSchool(school), person, at), retentionPolicy(agreement)),
      at,
      because: `instruction-${ulid(at.getTime()).toLowerCase()}`,
    })
    return { person: people.get(change.subject) ?? before, next: await nextErasing(trx.db, at) }
  })
  await control.transaction().execute(async (trx) => {
    await instruct(trx, change.school, change.act, change.by, at)
    // Never later than it stood: what woke the lifecycle may not have been done yet. A look too many finds nobody.
    const next = sql<Date | null>`least(next_erase_at, ${written.next ?? null}::timestamptz)`
    await trx.updateTable('school').set({ next_erase_at: next }).where('id', '=', change.school).execute()
  })
  return { school, agreement, person: written.person }
}

async function writeFact(
  { keyring }: ApiDependencies,
  { school, subject, fact }: PersonChange,
  trx: Parameters<Parameters<typeof schoolTransaction>[1]>[0],
): Promise<void> {
  const key = (await keyring.makeSubjectKeys(school, [subject], 'core')).get(subject)
  if (!key) throw notFound()
  const sealed = sealFact(key, subject, fact.what, JSON.stringify(fact.value))
  await trx.db
    .insertInto('fact')
    .values({ subject_id: subject, what: fact.what, learned_at: fact.learnedAt, sealed })
    .onConflict((conflict) => conflict.columns(['subject_id', 'what', 'learned_at']).doUpdateSet({ sealed }))
    .execute()
}
