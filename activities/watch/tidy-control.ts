import type { Kysely } from 'kysely'
import { londonDay } from '../../agreement/calendar.js'
import { latestAcceptance } from '../../db/control/acceptance.js'
import { recordAct } from '../../db/control/audit.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { forgetRequests } from '../../db/control/request-key.js'
import { forgetTurns } from '../../db/control/source-turn.js'
import { dropRuns, dropUnnamed, unnamedDue } from '../../db/control/upkeep.js'
import { beating } from '../beat.js'
import { alert } from './alert.js'

export interface TidyActivities {
  /** Removes from control what its period is over for. Answers how many un-named rows went (R18). */
  tidyControl(input: { readonly at: string }): Promise<number>
}

const DAY_MS = 24 * 3_600_000
// A school year and a month more: last year's night can be looked at beside this year's.
const RUNS_KEPT_DAYS = 400

export function tidyActivities(control: Kysely<ControlDatabase>): TidyActivities {
  return {
    tidyControl: ({ at }) =>
      beating(async () => {
        const now = new Date(at)
        const gone = await dropAllUnnamed(control, now)
        await dropRuns(control, new Date(now.getTime() - RUNS_KEPT_DAYS * DAY_MS))
        await forgetRequests(control, now)
        await forgetTurns(control)
        return gone
      }),
  }
}

/** On the day by the end of which they have to be gone. Whatever should have gone on an earlier one is a finding of its school. */
async function dropAllUnnamed(control: Kysely<ControlDatabase>, at: Date): Promise<number> {
  const day = londonDay(at)
  let gone = 0
  for (const { school, late } of await unnamedDue(control, day))
    gone += await control.transaction().execute(async (trx) => {
      if (late > 0) await alert(trx, { school, sees: ['keptTooLong'], found: { keptTooLong: late }, at })
      const unnamed = await dropUnnamed(trx, school, day)
      const on = await latestAcceptance(trx, school)
      await recordAct(trx, {
        school,
        act: 'dropUnnamed',
        by: 'termkeeper',
        right: 'acceptance',
        ...on,
        at,
        counts: { unnamed },
      })
      return unnamed
    })
  return gone
}
