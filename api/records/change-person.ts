import { sql } from 'kysely'
import { lawOf } from '../../agreement/law.js'
import { factsOfPerson } from '../../agreement/retention/known-person.js'
import type { KnownPerson, LearnedFact } from '../../agreement/retention/known-person.js'
import type { Law } from '../../agreement/retention/policy-change.js'
import { retentionUnder } from '../../agreement/retention/retention.js'
import type { Retention } from '../../agreement/retention/retention.js'
import { versionsInForce } from '../../db/control/in-force.js'
import { instruct } from '../../db/control/instruction.js'
import type { Act } from '../../db/control/instruction.js'
import type { Principal } from '../../db/control/principal.js'
import { findSchool, knownSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import { sealFact } from '../../db/school/document.js'
import { freeStated } from '../../db/school/hold/carry-out.js'
import { askingOf } from '../../db/school/question.js'
import { knownPeople } from '../../db/school/time/known-people.js'
import { retime } from '../../db/school/time/retime.js'
import { nextErasing } from '../../db/school/timer.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import type { SchoolTransaction } from '../../db/school/transaction.js'
import type { ApiDependencies } from '../dependencies.js'
import { UUID } from '../paging.js'
import { notFound } from '../problem.js'

/** Something that a person at the school tells us about one person. */
export interface PersonChange {
  readonly school: string
  readonly subject: string
  readonly kind: KnownPerson['kind']
  readonly act: Act
  readonly by: Principal
  /** What the rules of time are told. */
  readonly fact?: LearnedFact
  /** What is written beside facts, under the instruction's number. */
  readonly write?: (trx: SchoolTransaction, instruction: number) => Promise<void>
  /** Throws the problem that keeps it from being written. */
  readonly check?: (person: KnownPerson, stands: Retention) => void
}

export interface ChangedPerson {
  readonly school: School
  readonly law: Law
  readonly person: KnownPerson
}

/**
 * Writes what is told of one person with the dates that follow from it, in one transaction of the school's database. The instruction in
 * control is written first and committed last, so that what is written bears its number and none stands that did nothing. Throws 404 where
 * nobody of that id is held.
 */
export async function changePerson(deps: ApiDependencies, change: PersonChange): Promise<ChangedPerson> {
  const { control, schools, clock } = deps
  const school = await findSchool(control, change.school)
  const law = school && lawOf(await versionsInForce(control, school))
  if (!school || !law || !UUID.test(change.subject)) throw notFound()
  const { pool } = await schools.open(change.school)
  const at = clock()
  const person = await control.transaction().execute(async (trx) => {
    const instruction = await instruct(trx, change.school, change.act, change.by, at)
    const written = await schoolTransaction(pool, (own) =>
      writeChange(deps, own, { change, school, law, instruction, at }),
    )
    // Never later than it stood: what woke the lifecycle may not have been done yet. A look too many finds nobody.
    const next = sql<Date | null>`least(next_erase_at, ${written.next ?? null}::timestamptz)`
    const ask = sql<Date | null>`least(next_ask_at, ${written.asking.next}::date::timestamp at time zone 'Europe/London')`
    await trx
      .updateTable('school')
      .set({ next_erase_at: next, next_ask_at: ask, open_questions: written.asking.open })
      .where('id', '=', change.school)
      .execute()
    return written.person
  })
  return { school, law, person }
}

interface Write {
  readonly change: PersonChange
  readonly school: School
  readonly law: Law
  readonly instruction: number
  readonly at: Date
}

async function writeChange(deps: ApiDependencies, trx: SchoolTransaction, given: Write) {
  const { change, school, law, instruction, at } = given
  const { subject, fact } = change
  const known = () => knownPeople(trx.db, (ids) => deps.keyring.openKeys(school.id, ids), [subject])
  const decide = (person: KnownPerson) => retentionUnder(factsOfPerson(knownSchool(school), person, at), law)
  const before = (await known()).get(subject)
  if (before?.kind !== change.kind) throw notFound()
  change.check?.(before, decide(before))
  // What the school states waits for nobody (requirements.md §4, 7).
  if (fact?.what === 'notice') await freeStated(trx, subject)
  if (fact) await writeFact(deps, { school: school.id, subject, fact }, trx)
  await change.write?.(trx, instruction)
  const people = await known()
  await retime(trx, people, { decide, at, because: `instruction-${instruction}` })
  return { person: people.get(subject) ?? before, next: await nextErasing(trx.db, at), asking: await askingOf(trx.db) }
}

interface FactOfPerson {
  readonly school: string
  readonly subject: string
  readonly fact: LearnedFact
}

async function writeFact(
  { keyring }: ApiDependencies,
  { school, subject, fact }: FactOfPerson,
  trx: SchoolTransaction,
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
