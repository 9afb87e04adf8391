import type { Transaction } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'
import { queueNotice } from '../../db/control/notice.js'
import type { FailureType } from '../failure-types.js'
import type { Ending } from './next-ending.js'

/**
 * Tells the school that its end is under way, and the vendor's own people what keeps it: a confirmation that is missing, half of the time
 * gone, eight hours left. Each occasion once, however often it is looked at.
 */
export async function tellOfEnding(trx: Transaction<ControlDatabase>, ending: Ending, at: Date): Promise<void> {
  const { school, termination, plan } = ending
  const now = at.getTime()
  const deadline = new Date(plan.dueAt).toISOString()
  const notice = { school: school.id, at } as const
  const facts = { effectiveAt: new Date(plan.endsAt).toISOString(), deadline, confirmed: plan.accessEndsAt !== null }
  const once = `${termination.id}/${facts.confirmed ? 'confirmed' : 'asked'}`
  for (const to of ['main', 'head'] as const) await queueNotice(trx, { ...notice, to, kind: 'schoolEnds', facts, once })
  const due = [
    ...plan.remindersAt.map((when) => ({ when, kind: 'confirmationMissing' as const })),
    ...plan.alertsAt.map((when) => ({ when, kind: 'endingLate' as const })),
  ].filter(({ when }) => when <= now)
  for (const { when, kind } of due)
    await queueNotice(trx, { ...notice, to: 'processor', kind, facts: { deadline }, once: `${termination.id}/${when}` })
  const attention = attentionOf(ending, now)
  if (attention !== undefined && attention !== school.needs_attention)
    await trx.updateTable('school').set({ needs_attention: attention }).where('id', '=', school.id).execute()
}

/** The last reminder is an incident, and so is every alert. */
function attentionOf({ plan }: Ending, now: number): FailureType | undefined {
  if (now >= plan.alertsAt[0]) return 'EndingLate'
  const incident = plan.remindersAt.at(-1)
  return incident !== undefined && now >= incident ? 'EndingUnconfirmed' : undefined
}
