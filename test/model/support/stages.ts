import type { Ground } from '../../support/nights/ground.js'
import { standpoint } from '../../support/nights/rewind.js'
import type { Standpoint } from '../../support/nights/rewind.js'
import { itemsRead, newSchool, ways } from '../../support/nights/school.js'
import type { NightSchool, Spec, Way } from '../../support/nights/school.js'
import { readingOf } from './look.js'
import { follow, newFollower } from './follower.js'
import type { Follower } from './follower.js'

/** A school at the beginning of its sequences, and an application that has followed its feed so far. */
export interface Stage {
  readonly begins: Date
  readonly school: NightSchool
  readonly back: Standpoint
  readonly follower: Follower
}

// In the middle of a term, on a Monday: nobody leaves with a year, and the first nights ask for changes alone.
export const BEGINS = new Date('2026-11-09T20:00:00Z')

export const stageNames = ['planner over Wonde', 'portal over Wonde', 'planner over Xporter'] as const
export type StageName = (typeof stageNames)[number]

const schools: Readonly<Record<StageName, Spec & { readonly way: Way }>> = {
  'planner over Wonde': { way: ways.wonde, profile: 'secondary11to16' },
  // The agreement under which a school may review, and a leaver stays to be read for half a year.
  'portal over Wonde': { way: ways.grace, profile: 'primary' },
  'planner over Xporter': { way: ways.xporter, profile: 'primary' },
}

export async function makeStage(ground: Ground, name: StageName): Promise<Stage> {
  await ground.setTime(BEGINS)
  const spec = schools[name]
  const school = await newSchool(ground, { seed: `model ${name}`, pupils: 60, ...spec, items: itemsFor(spec.way) })
  const follower = newFollower()
  const { db } = await ground.deps.schools.open(school.id)
  await follow(follower, db, () => readingOf({ ...ground, school }))
  return { begins: BEGINS, school, back: await standpoint(ground, school), follower }
}

/** By name and day of birth the model knows who is who. */
const itemsFor = ({ agreement }: Way) => [...itemsRead(agreement), 'pupil.dateOfBirth', 'staff.dateOfBirth']
