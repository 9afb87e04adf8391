import type { ControlDatabase } from '../../db/control/database.js'
import { queueNotice } from '../../db/control/notice.js'
import { endHold, lapseHold, noteTold } from '../../db/school/hold/lapse.js'
import { thenOf } from '../../db/school/hold/deadline.js'
import { openHoldCounts } from '../../db/school/hold/hold.js'
import { schoolTransaction } from '../../db/school/transaction.js'
import type { Transaction } from 'kysely'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure } from '../failures.js'
import { giveDates } from '../watch/give-dates.js'
import { dropOver } from './drop-over.js'
import { keepOpenHolds } from './keep-open-holds.js'
import { isToBeTold } from './telling.js'

export interface TellHoldsActivities {
  /** Tells the school and the vendor what waits, when it is time to, and does what happens to a hold whose time is over. Repeatable. */
  tellHolds(input: { readonly school: string; readonly at: string }): Promise<void>
}

export function tellHoldsActivities(deps: ActivityDependencies): TellHoldsActivities {
  return {
    tellHolds: ({ school, at }) =>
      tell(deps, school, new Date(at)).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

type Open = Awaited<ReturnType<typeof openHoldCounts>>[number]

async function tell(deps: ActivityDependencies, school: string, at: Date): Promise<void> {
  const { db } = await deps.schools.open(school)
  const holds = await openHoldCounts(db)
  for (const hold of holds.filter(({ due_at }) => due_at <= at)) await onTimeOver(deps, school, hold, at)
  for (const hold of holds.filter((one) => one.due_at > at && isToBeTold(one, at))) {
    await deps.control.transaction().execute((trx) => remind(trx, school, hold, at))
    await noteTold(db, hold.id, at)
  }
  await dropOver(deps, school)
  await keepOpenHolds(deps, school, at)
}

async function remind(trx: Transaction<ControlDatabase>, school: string, hold: Open, at: Date): Promise<void> {
  const { id, reason, item, count, due_at } = hold
  const facts = { reason, item, count, until: due_at.toISOString(), then: thenOf(reason) }
  const once = `${id} ${hold.told_until?.toISOString() ?? ''}`
  for (const to of ['data', 'processor'] as const)
    await queueNotice(trx, { school, to, kind: 'changesHeld', facts, at, once })
}

/**
 * An absence goes the way that the agreement has for it: erased where a later read confirmed it, hidden and an incident where none did. A
 * change is applied, for the MIS is where the truth is kept (R60); what a school reviews itself is proposed anew by the next read.
 */
async function onTimeOver(deps: ActivityDependencies, school: string, hold: Open, at: Date): Promise<void> {
  const { pool } = await deps.schools.open(school)
  if (thenOf(hold.reason) === 'applied') {
    await schoolTransaction(pool, (trx) => lapseHold(trx, hold.id))
    await deps.control.updateTable('school').set({ holds_decided_at: at }).where('id', '=', school).execute()
    return
  }
  const people = await schoolTransaction(pool, (trx) => endHold(trx, hold.id, at))
  await giveDates(deps, { school, people, at, because: `hold-${hold.id}` })
}
