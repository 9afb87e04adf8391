import { sql } from 'kysely'
import { sealFact } from '../document.js'
import { knownPeople } from '../time/known-people.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import type { ApplyPlan } from './plan.js'

/**
 * Learns that somebody who is held is to start another day: hidden at once, and gone within 24 hours (requirements.md §4, 14). Should the day be
 * moved back, or come, the record differs from what is noted of it, and everything is learned anew.
 */
export async function learnStartsAhead(trx: SchoolTransaction, plan: ApplyPlan): Promise<void> {
  const known = await knownPeople(trx.db, plan.openKeys, [...plan.ahead.keys()])
  const rows: CopyRow[] = [...known].flatMap(([subject, { facts }]) => {
    const value = JSON.stringify([plan.ahead.get(subject), null])
    const last = facts.findLast(({ what }) => what === 'spell')
    if (last && JSON.stringify(last.value) === value) return []
    return [[subject, 'spell', plan.at, sealFact(plan.personKey(subject), subject, 'spell', value)]]
  })
  if (rows.length === 0) return
  await trx.copy('fact', ['subject_id', 'what', 'learned_at', 'sealed'], rows)
  const moved = rows.map(([subject]) => subject)
  await sql`update subject set about_digest = '' where id = any(${moved}::uuid[])`.execute(trx.db)
}
