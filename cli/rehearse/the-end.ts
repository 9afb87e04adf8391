import { addDays, addPeriod, after, dayOf, endOf, startOf } from '../../agreement/retention/days.js'
import type { Agreement } from '../../agreement/agreement.js'
import { unsentNotices } from '../../db/control/notice.js'
import { keyringRows } from '../keyring-rows.js'
import { judgeVanished } from './judge-erased.js'
import type { LivingNeeds } from './live.js'
import { databaseStands, openable } from './people.js'
import { judgePapers } from './papers.js'
import { checkNobodyOverdue } from './roll.js'
import type { Roll } from './roll.js'

const NOON_MS = 12 * 3_600_000
const MINUTE_MS = 60_000

/** By when nothing may be left of a school whose contract's last day was this (requirements.md §4, 9). */
export function goneBy({ time }: Agreement, lastDay: string): Date {
  const { contractEnd } = time
  const isExact = contractEnd.startsWith('PT')
  return new Date(isExact ? after(endOf(lastDay), contractEnd) : startOf(addPeriod(lastDay, contractEnd)))
}

/** From the contract's last day until everything has to be gone: nobody does anything, the end comes by itself. */
export async function liveOut(needs: LivingNeeds, roll: Roll, lastDay: string): Promise<void> {
  const { stage, cast, ledger, say } = needs
  const keys = (await keyringRows(stage.keyring, cast.id)).map(({ id }) => id)
  say(`${lastDay}  the contract ends with this day`)
  await stage.passUntil(new Date(endOf(lastDay) + MINUTE_MS))
  const refused = (await cast.refuses('/pupils')) && (await cast.refuses('/changes'))
  ledger.check('R44', refused, 'the application still reads a minute after the contract has ended')
  const promisedBy = goneBy(cast.agreement, lastDay)
  let stands = true
  for (let day = addDays(lastDay, 1); stage.now() < promisedBy; day = addDays(day, 1)) {
    await stage.passUntil(new Date(Math.min(startOf(day) + NOON_MS, promisedBy.getTime())))
    if ((await unsentNotices(stage.deps.control)).waiting > 0) await stage.startWatch('sendNotices')
    for (const line of await judgeVanished(roll)) if (stands) say(`${day}  ${line}`)
    checkNobodyOverdue(roll, stage.now())
    if (stands && !(await databaseStands(stage, cast))) {
      stands = false
      say(`${day}  everything of the school is destroyed; promised by ${dayOf(promisedBy.getTime())}`)
    }
  }
  await judgeGone(needs, keys)
  await judgePapers(needs, promisedBy)
}

/** At the instant that was promised: no database, no role, no key, and nothing that opens. */
async function judgeGone({ stage, cast, ledger }: LivingNeeds, keyIds: readonly string[]): Promise<void> {
  const stands = await databaseStands(stage, cast)
  const keys = (await keyringRows(stage.keyring, cast.id)).length + (await openable(stage, cast, keyIds))
  ledger.check(
    'R16',
    !stands && keys === 0,
    `${stands ? 'the database' : 'no row'} and ${keys} keys are left of the school`,
  )
}
