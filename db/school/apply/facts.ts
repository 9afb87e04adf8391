import type { Arrival } from '../../../pipeline/digest.js'
import { openFact, sealFact } from '../document.js'
import type { FactName } from '../../../agreement/retention/known-person.js'
import { factsOf as factsHeld } from '../fact.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import type { ApplyPlan } from './plan.js'

interface NamedFact {
  readonly what: FactName
  readonly value: string
}

/** A person's control facts, each as one canonical text. What the source did not say is no fact. */
export function factsOf({ record: { facts } }: Arrival): readonly NamedFact[] {
  const named: NamedFact[] = []
  if (facts.status !== null) named.push({ what: 'enrolmentStatus', value: JSON.stringify(facts.status) })
  if (facts.spell !== null)
    named.push({ what: 'spell', value: JSON.stringify([facts.spell.start, facts.spell.leaving]) })
  if (facts.year !== null) named.push({ what: 'classYear', value: JSON.stringify(facts.year) })
  return named
}

/** Adds the facts that differ from the latest known: the rules of time ask what was known when, so none is overwritten. */
export async function learnFacts(trx: SchoolTransaction, plan: ApplyPlan, people: readonly Arrival[]): Promise<void> {
  const known = new Map<string, string>()
  // In the order of learning: the last of each name stays.
  for (const { subjectId, what, sealed } of await factsHeld(trx.db, people.map(plan.idOf)))
    known.set(`${subjectId}/${what}`, openFact(plan.personKey(subjectId), subjectId, what, sealed))

  const rows: CopyRow[] = people.flatMap((person) => {
    const id = plan.idOf(person)
    return factsOf(person)
      .filter(({ what, value }) => known.get(`${id}/${what}`) !== value)
      .map(({ what, value }) => [id, what, plan.at, sealFact(plan.personKey(id), id, what, value)])
  })
  await trx.copy('fact', ['subject_id', 'what', 'learned_at', 'sealed'], rows)
}
