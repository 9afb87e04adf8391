import type { Ground } from '../../support/nights/ground.js'
import { standpoint } from '../../support/nights/rewind.js'
import type { Standpoint } from '../../support/nights/rewind.js'
import { newSchool, ways } from '../../support/nights/school.js'
import type { NightSchool } from '../../support/nights/school.js'
import { diceOf } from './dice.js'
import { tellersOf } from './lie.js'
import type { WayName } from './lie.js'
import { fateOf } from './tally.js'
import type { Tally } from './tally.js'
import { isPaused, isRefused, later, mend, tell } from './tell.js'

/** A school at the beginning of some weeks in which it is lied about. */
export interface Stage {
  readonly way: WayName
  readonly begins: Date
  readonly school: NightSchool
  readonly back: Standpoint
}

// The middle of a term, and the weeks in which a MIS is rolled over and a source may well be empty.
const begins = ['2026-11-09T21:00:00Z', '2027-07-26T21:00:00Z'] as const

/** One school for each way of reading and time of year; those read by lists are of several sizes, since another's may be smaller. */
export async function stages(ground: Ground): Promise<readonly Stage[]> {
  const made: Stage[] = []
  for (const [index, at] of begins.entries())
    for (const way of ['wonde', 'grace', 'xporter', 'rest', 'csv'] as const) {
      await ground.setTime(new Date(at))
      const pupils = way === 'wonde' ? 120 : 60
      const school = await newSchool(ground, { seed: `lies ${way} ${index}`, way: ways[way], pupils })
      made.push({ way, begins: new Date(at), school, back: await standpoint(ground, school) })
    }
  return made
}

const READS_A_SEASON = 50
const BETWEEN_READS_MS = 5 * 3_600_000

/** Tells up to so many lies of one school, from how it stood at the stage's beginning; answers how many. The same number tells the same ones. */
export async function season(
  ground: Ground,
  { way, begins: start, school, back }: Stage,
  { seed, number, atMost, otherSchool }: { seed: string; number: number; atMost: number; otherSchool: string },
  tally: Tally,
): Promise<number> {
  const dice = diceOf(seed, number)
  await ground.setTime(start)
  await back.goBack()
  const reads = Math.min(READS_A_SEASON, atMost)
  let told = 0
  for (let read = 0; read < reads; read += 1) {
    await later(ground, BETWEEN_READS_MS)
    const lie = dice.pick(tellersOf(way))(dice, { way, otherSchool })
    const { unheard, run, people, waiting, tooMany, groups } = await tell(ground, school, lie, dice)
    if (unheard) {
      tally.unheard += 1
      continue
    }
    told += 1
    const fate = fateOf(tally, lie.name, lie.keptBy)
    fate.told += 1
    fate[isRefused(run) ? 'refused' : 'applied'] += 1
    fate.people += people
    fate.waiting += waiting
    fate.groups += groups
    const again = `seed ${seed}, season ${number}, read ${read}: ${lie.name} over ${way}, ${JSON.stringify(lie.telling)}`
    if (tooMany || (people > 0 && lie.keptBy === 'proof')) tally.harm.push(`${people} people; ${again}`)
    const looksAgain = !isRefused(run) || dice.chance(0.2) || (await isPaused(ground, school))
    const missing = looksAgain ? await mend(ground, school) : []
    if (missing.length > 0) tally.harm.push(`${missing.length} people stay away after an honest read; ${again}`)
  }
  return told
}
