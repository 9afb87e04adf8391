import { sql } from 'kysely'
import type { Agreement } from '../../../../agreement/agreement.js'
import { instruct } from '../../../../db/control/instruction.js'
import type { Principal } from '../../../../db/control/principal.js'
import { lockSchool } from '../../../../db/control/school.js'
import {
  countRemovals,
  decideRows,
  noteFirstPerson,
  noteReleasedAlone,
  waitingAmong,
} from '../../../../db/school/hold/decide.js'
import { findHold } from '../../../../db/school/hold/hold.js'
import type { Decision, Hold } from '../../../../db/school/hold/hold.js'
import { schoolTransaction } from '../../../../db/school/transaction.js'
import type { SchoolTransaction } from '../../../../db/school/transaction.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { UUID } from '../../../paging.js'
import { Problem, notFound } from '../../../problem.js'
import { agreementOf } from '../settings/change-settings.js'

export interface HoldDecision {
  readonly school: string
  readonly hold: string
  /** Rows of it; all that wait where it is left out. */
  readonly changes?: readonly string[] | undefined
  readonly decision: Decision
  readonly by: Principal
}

const acts = { release: 'releaseHold', reject: 'rejectHold', defer: 'deferHold' } as const

/** How many rows were decided; none where a second person has to release them too. */
export interface Decided {
  readonly decided: number
  readonly needsSecondPerson: boolean
}

/**
 * Notes what a person decided of what waits; the lifecycle carries it out. The instruction is written first and committed last. More removals
 * than the agreement lets one person release, at once or one after the other, are released by two.
 */
export async function decideHold({ control, schools, clock }: ApiDependencies, given: HoldDecision): Promise<Decided> {
  if (!UUID.test(given.hold)) throw notFound()
  const { pool } = await schools.open(given.school)
  const at = clock()
  return control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, given.school)
    if (!school) throw notFound()
    const agreement = await agreementOf(trx, school)
    const instruction = await instruct(trx, school.id, acts[given.decision], given.by, at)
    const decided = await schoolTransaction(pool, (own) => decide(own, given, instruction, agreement))
    if (decided.decided > 0 && given.decision !== 'defer')
      await trx
        .updateTable('school')
        // Later than what is being carried out: that must not be taken for this.
        .set({ holds_decided_at: sql`greatest(${at}::timestamptz, holds_decided_at + interval '1 millisecond')` })
        .where('id', '=', school.id)
        .execute()
    return decided
  })
}

async function decide(
  trx: SchoolTransaction,
  { hold: id, changes, decision, by }: HoldDecision,
  instruction: number,
  { guards }: Agreement,
): Promise<Decided> {
  const hold = await findHold(trx.db, id)
  if (!hold) throw notFound()
  if (hold.state !== 'open') throw new Problem('out-of-order', 'Nothing of this hold waits any more.')
  if (changes) await refuseStrangers(trx, id, changes)
  const rows = { hold: id, changes }
  if (decision === 'release' && !(await mayRelease(trx, { hold, changes, by, alone: guards.secondPersonAbove })))
    return { decided: 0, needsSecondPerson: true }
  return { decided: await decideRows(trx, { ...rows, decision, instruction }), needsSecondPerson: false }
}

interface Releasing extends Pick<HoldDecision, 'changes' | 'by'> {
  readonly hold: Hold
  /** How many removals one person may release. */
  readonly alone: number
}

/** Whether this person's word is enough, alone or after another's. Whose was not is noted as the first. */
async function mayRelease(trx: SchoolTransaction, { hold, changes, by, alone }: Releasing): Promise<boolean> {
  const removals = await countRemovals(trx, { hold: hold.id, changes })
  if (removals + hold.released_alone <= alone) {
    await noteReleasedAlone(trx, hold.id, removals)
    return true
  }
  if (hold.first_person !== null && hold.first_person !== by.id) return true
  await noteFirstPerson(trx, hold.id, by.id)
  return false
}

async function refuseStrangers(trx: SchoolTransaction, hold: string, changes: readonly string[]): Promise<void> {
  const waiting = await waitingAmong(trx, hold, changes)
  const details = changes.flatMap((id, index) =>
    waiting.has(id) ? [] : [{ path: `body/changes/${index}`, code: 'notWaiting' }],
  )
  if (details.length > 0)
    throw new Problem('invalid-request', 'Name changes that wait in this hold; these do not, or not any more.', details)
}
