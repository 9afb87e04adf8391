import type { OpenRecord } from '../../../api/records/read-records.js'
import type { Run } from '../../../db/control/run.js'
import { findSchool } from '../../../db/control/school.js'
import type { Ground } from '../../support/nights/ground.js'
import { live, night, sync } from '../../support/nights/live.js'
import { differences, records, truth } from '../../support/nights/look.js'
import { happen } from '../../support/nights/school.js'
import type { NightSchool } from '../../support/nights/school.js'
import type { Dice } from './dice.js'
import type { Lie, Telling } from './lie.js'

/** What one lying read did. */
export interface Outcome {
  /** Not a lie that anybody heard: the list it is about was not asked for. */
  readonly unheard: boolean
  readonly run: Run
  /** Not shown any more, and not waiting for anybody to look at it. */
  readonly people: number
  /** More of them than the guard lets go unlooked at. */
  readonly tooMany: boolean
  /** Hidden at once, as the planner agreement has it, and waiting for somebody to look at it. */
  readonly waiting: number
  readonly groups: number
}

const HOUR_MS = 3_600_000

/** Tells a lie while the school lives on, reads it, and looks who is gone that is there. */
export async function tell(ground: Ground, school: NightSchool, lie: Lie, dice: Dice): Promise<Outcome> {
  await somethingHappens(ground, school, dice)
  const before = await seen(ground, school)
  await speak(ground, school, lie.telling)
  const run = dice.chance(0.25) ? await nextNight(ground, school) : await sync(ground, school.id)
  const unheard = (await strikes(ground)) === 0 && lie.telling.faults !== undefined
  await beHonest(ground, school)
  const wrong = await lost(ground, school, before)
  return { unheard, run, ...wrong }
}

/** An honest read: whoever was hidden is shown again, or the lie did harm that lasts. Answers who is missing all the same. */
export async function mend(ground: Ground, school: NightSchool): Promise<readonly string[]> {
  await later(ground, HOUR_MS)
  if (await isPaused(ground, school)) await ground.api.call('operator', 'POST', `/v1/schools/${school.id}/resume`)
  await live(ground, school.id)
  await sync(ground, school.id)
  return (await differences(ground, school)).pupil.missing
}

/** A source that refuses us, or is of another school, pauses ours: it is not read before somebody resumes it. */
export async function isPaused({ deps }: Ground, { id }: NightSchool): Promise<boolean> {
  return (await findSchool(deps.control, id))?.phase === 'paused'
}

export const isRefused = ({ state }: Run) => state === 'refused' || state === 'failed'

export async function later(ground: Ground, ms: number): Promise<void> {
  await ground.setTime(new Date(ground.now().getTime() + ms))
}

/** A London day has one night of its own, so a nightly read is one of the day after. */
async function nextNight(ground: Ground, school: NightSchool): Promise<Run> {
  await later(ground, 24 * HOUR_MS)
  return night(ground, school.id)
}

/** People join, and leave as the MIS states it; the school stays about as large as it was. */
async function somethingHappens(ground: Ground, school: NightSchool, dice: Dice): Promise<void> {
  if (dice.chance(0.5)) return
  const here = [...(await truth(ground, school)).pupil]
  const joins = here.length < 58 || (here.length < 66 && dice.chance(0.5))
  if (joins) await happen(ground, school, { do: 'join' })
  else if (dice.chance(0.5))
    await happen(ground, school, { do: 'rename', misId: dice.pick(here), surname: `Lyre${dice.between(1, 999)}` })
  else await happen(ground, school, { do: 'leave', misId: dice.pick(here) })
}

async function speak(ground: Ground, { simulated }: NightSchool, telling: Telling): Promise<void> {
  const { faults, shown, denied, variant } = telling
  if (shown) await ground.sim('PUT', `schools/${simulated}/shown`, shown)
  if (denied) await ground.sim('PUT', `schools/${simulated}/permissions`, { denied })
  if (variant) await ground.sim('PUT', `schools/${simulated}/oneroster`, variant)
  if (faults) await ground.sim('PUT', 'faults', { faults: faults.map((one) => ({ schoolId: simulated, ...one })) })
}

async function beHonest(ground: Ground, { simulated }: NightSchool): Promise<void> {
  await ground.sim('DELETE', 'faults')
  await ground.sim('DELETE', `schools/${simulated}/shown`)
  await ground.sim('PUT', `schools/${simulated}/permissions`, { denied: [] })
  await ground.sim('PUT', `schools/${simulated}/oneroster`, {})
}

async function strikes(ground: Ground): Promise<number> {
  const { data } = await ground.sim('GET', 'faults')
  return data.reduce((total: number, { struck }: { struck: number }) => total + struck, 0)
}

/** Everybody and every group by our own ids: a lie may take the very numbers away by which the source names somebody. */
async function seen(ground: Ground, school: NightSchool) {
  const [pupil, staff, groups] = [
    await records(ground, school, 'pupil'),
    await records(ground, school, 'staff'),
    await records(ground, school, 'group'),
  ]
  return { pupil, staff, groups }
}

type Seen = Awaited<ReturnType<typeof seen>>

/** Who is there, was shown before, and is not any more; and groups that went although nobody closed one. */
async function lost(ground: Ground, school: NightSchool, before: Seen): Promise<Omit<Outcome, 'run' | 'unheard'>> {
  const [after, real] = [await seen(ground, school), await truth(ground, school)]
  const held = await waitingPeople(ground, school)
  const gone = (kind: 'pupil' | 'staff') => {
    const shown = new Set(after[kind].filter(({ state }) => state === 'shown').map(({ id }) => id))
    const isThere = ({ items }: OpenRecord) => {
      const misId = items[`${kind}.misId`]
      return typeof misId === 'string' && real[kind].has(misId)
    }
    return before[kind].filter((one) => one.state === 'shown' && isThere(one) && !shown.has(one.id))
  }
  const left = new Set(after.groups.map(({ id }) => id))
  const groups = before.groups.filter(({ id }) => !left.has(id))
  const [pupils, staff] = [gone('pupil'), gone('staff')]
  const passed = (people: readonly OpenRecord[]) => people.filter(({ id }) => !held.has(id)).length
  return {
    people: passed(pupils) + passed(staff),
    tooMany: passed(pupils) > unlooked(before.pupil, 5, 5) || passed(staff) > unlooked(before.staff, 20, 3),
    waiting: [...pupils, ...staff].filter(({ id }) => held.has(id)).length,
    groups: groups.length,
  }
}

/** How many may go without anybody looking (domain sheet C9): a share of those who are there, and a few in any case; in summer twice the few. */
function unlooked(before: readonly OpenRecord[], percent: number, few: number): number {
  const shown = before.filter(({ state }) => state === 'shown').length
  return Math.max((shown * percent) / 100, percent === 20 ? Math.max(few, Math.min(2 * few, shown / 2)) : few)
}

async function waitingPeople({ deps }: Ground, { id }: NightSchool): Promise<ReadonlySet<string>> {
  const { db } = await deps.schools.open(id)
  const rows = await db.selectFrom('subject').select('id').where('held_in', 'is not', null).execute()
  return new Set(rows.map((row) => row.id))
}
