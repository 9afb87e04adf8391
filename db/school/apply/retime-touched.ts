import type { FactName, KnownPerson, LearnedFact } from '../../../agreement/retention/known-person.js'
import type { Arrival } from '../../../pipeline/digest.js'
import { knownPeople } from '../time/known-people.js'
import { retime } from '../time/retime.js'
import type { SchoolTransaction } from '../transaction.js'
import { factsOf } from './facts.js'
import { isPerson } from './plan.js'
import type { ApplyPlan } from './plan.js'

/**
 * Computes the dates of everybody of whom this read says something new, or whose absence waits from now on or no longer, in the transaction
 * that wrote it.
 */
export async function retimeTouched(
  trx: SchoolTransaction,
  plan: ApplyPlan,
  waiting: readonly string[],
): Promise<void> {
  const { added, aboutChanged, restored, missing } = plan.changes
  const before = [...aboutChanged, ...restored].map(({ held }) => held)
  const touched = [...before, ...missing].filter(isPerson).map(({ id }) => id)
  const known = await knownPeople(trx.db, plan.openKeys, [
    ...new Set([...touched, ...plan.stated.keys(), ...plan.ahead.keys(), ...plan.lookAgainAt, ...waiting]),
  ])
  const fresh = added.filter(isPerson).map((arrival) => [plan.idOf(arrival), justMet(arrival, plan.at)] as const)
  await retime(trx, new Map([...fresh, ...known]), { decide: plan.decide, at: plan.at, because: plan.runId })
}

/** Somebody new, from memory: on a first night nothing of 1,500 people has to be opened that was sealed a moment ago. */
function justMet(arrival: Arrival, at: Date): KnownPerson {
  const born = arrival.record.items['pupil.dateOfBirth']
  return {
    kind: arrival.kind === 'staff' ? 'staff' : 'pupil',
    absentSince: null,
    dateOfBirth: typeof born === 'string' ? born : null,
    facts: factsOf(arrival).map((fact) => learned(fact.what, JSON.parse(fact.value), at)),
    stays: [],
  }
}

const learned = (what: FactName, value: unknown, learnedAt: Date): LearnedFact => ({ what, value, learnedAt })
