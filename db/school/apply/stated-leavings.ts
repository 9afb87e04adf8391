import { sealFact } from '../document.js'
import { knownPeople } from '../time/known-people.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import type { ApplyPlan } from './plan.js'

/** Learns what the source states of leavings, each once: the notice is the instant at which we first learned it (requirements.md §4, 3). */
export async function learnLeavings(trx: SchoolTransaction, plan: ApplyPlan): Promise<void> {
  const known = await knownPeople(trx.db, plan.openKeys, [...plan.stated.keys()])
  const rows: CopyRow[] = [...known].flatMap(([subject, { facts }]) => {
    const value = JSON.stringify(plan.stated.get(subject))
    const last = facts.findLast(({ what }) => what === 'notice')
    if (last && JSON.stringify(last.value) === value) return []
    return [[subject, 'notice', plan.at, sealFact(plan.personKey(subject), subject, 'notice', value)]]
  })
  await trx.copy('fact', ['subject_id', 'what', 'learned_at', 'sealed'], rows)
}
