import { z } from 'zod'
import { addDays, dayOf, startOf } from '../../agreement/retention/days.js'
import type { Cast, Change } from './cast.js'
import type { Ledger } from './ledger.js'
import { keyringRows } from '../keyring-rows.js'
import { compareRoll } from './compare-roll.js'
import { judgeHidden } from './hidden.js'
import { judgeErased } from './judge-erased.js'
import { pastDue, strangers } from './people.js'
import { checkNobodyOverdue, openRoll } from './roll.js'
import type { Roll } from './roll.js'
import { happeningsOn } from './school-year.js'
import type { Stage } from './stage.js'
import { liveOut } from './the-end.js'

export interface LivingNeeds {
  readonly stage: Stage
  readonly cast: Cast
  readonly ledger: Ledger
  /** The last day of the contract. */
  readonly lastDay: string
  readonly say: (line: string) => void
}

const NOON_MS = 12 * 3_600_000
const MINUTE_MS = 60_000

/**
 * Lives the days one by one until the contract ends: what happens by day, the night's run, and every morning a comparison with what is
 * really so. Then lives on until everything has to be gone.
 */
export async function live(needs: LivingNeeds): Promise<void> {
  const { stage, cast, ledger, lastDay, say } = needs
  const roll = openRoll(stage, cast, ledger)
  const scene = { stage, cast, roll, remembered: new Map<string, string>() }
  const { mode } = cast.agreement.time.pupilLeaver
  const from = dayOf(stage.now().getTime())
  for (let day = 0; addDays(from, day) < lastDay; day += 1) {
    const today = addDays(from, day)
    const lines: string[] = []
    for (const { what, happen } of happeningsOn(day, mode)) {
      await happen(scene)
      lines.push(what)
    }
    const paused = (await cast.school()).phase === 'paused'
    await sleepOverNight(stage, cast, new Date(startOf(addDays(today, 1)) + NOON_MS))
    lines.push(...(await lookAround({ stage, cast, ledger, roll, paused })))
    for (const line of lines) say(`${today}  ${line}`)
  }
  await liveOut(needs, roll, lastDay)
}

/** The simulator's clock stands still unless set: it is set to the minute in which the school is read. */
async function sleepOverNight(stage: Stage, cast: Cast, noon: Date): Promise<void> {
  const { nextSyncAt } = await cast.school()
  const night = nextSyncAt === null ? undefined : new Date(nextSyncAt)
  if (night !== undefined && night < noon) {
    await stage.passUntil(new Date(night.getTime() - MINUTE_MS))
    await setSimulator(stage, night)
  }
  await stage.passUntil(noon)
  await setSimulator(stage, noon)
}

async function setSimulator(stage: Stage, instant: Date): Promise<void> {
  await stage.simulate(z.unknown(), 'PUT', '/_sim/clock', { now: instant.toISOString() })
}

interface Looking {
  readonly stage: Stage
  readonly cast: Cast
  readonly ledger: Ledger
  readonly roll: Roll
  readonly paused: boolean
}

async function lookAround({ stage, cast, ledger, roll, paused }: Looking): Promise<readonly string[]> {
  const night = (await cast.runs()).filter(({ endedAt }) => endedAt !== null && Date.parse(endedAt) > dayBefore(stage))
  const nightly = night.filter(({ trigger }) => trigger === 'nightly')
  const well = nightly.filter(({ state }) => state === 'applied' || state === 'nothingToDo')
  if (paused) ledger.check('R05', night.length === 0, `${night.length} runs while the school had stopped the transfer`)
  else
    ledger.check('R54', nightly.length === 1 && well.length === 1, `${nightly.length} runs, ${well.length} ended well`)
  const changes = await cast.changes()
  const [read] = well
  const lines =
    paused || !read?.endedAt ? [] : await compare({ stage, cast, ledger, roll }, new Date(read.endedAt), changes)
  const erased = await judgeErased(roll, changes)
  checkNobodyOverdue(roll, stage.now())
  const due = await pastDue(stage, cast, stage.now())
  ledger.check('R14', due === 0, `${due} dates are past`)
  const unknown = await strangers(stage, cast, new Set(roll.subjects.values()))
  ledger.check('R38', unknown === 0, `${unknown} are stored who were never at the school`)
  roll.keys = await keyringRows(stage.keyring, cast.id)
  return [...lines, ...erased]
}

/** Holds what the application is shown against what is really so. */
async function compare(
  { stage, cast, ledger, roll }: Omit<Looking, 'paused'>,
  learned: Date,
  changes: readonly Change[],
): Promise<readonly string[]> {
  const [granted, truth, truthNow, pupils, staff] = await Promise.all([
    cast.granted(),
    cast.truth(learned),
    cast.truth(stage.now()),
    cast.pupils(),
    cast.staff(),
  ])
  judgeHidden(roll, changes, learned)
  const { came, left } = compareRoll(roll, {
    truth,
    truthNow,
    pupils,
    staff,
    today: dayOf(stage.now().getTime()),
    learned,
  })
  const items = [...pupils, ...staff].flatMap((one) => Object.keys(one.items))
  const ungranted = items.filter((code) => !granted.includes(code)).length
  ledger.check('R02', ungranted === 0, `${ungranted} items are served that nobody granted`)
  return nightSentence(came, left, changes)
}

const dayBefore = (stage: Stage) => stage.now().getTime() - 24 * 3_600_000

/** What a night brought, if it brought anything. */
function nightSentence(came: number, left: number, changes: readonly Change[]): readonly string[] {
  const changed = changes.filter(({ op, kind }) => op === 'changed' && kind === 'pupil').length
  const moved = new Set(changes.filter(({ kind }) => kind === 'membership').map(({ subjectId }) => subjectId)).size
  const parts = [
    ...(came > 0 ? [`${came} came`] : []),
    ...(left > 0 ? [`${left} left`] : []),
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(moved > 0 ? [`${moved} in other groups`] : []),
  ]
  return parts.length === 0 ? [] : [`overnight: ${parts.join(', ')}`]
}
