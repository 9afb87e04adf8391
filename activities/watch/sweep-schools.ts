import { Context } from '@temporalio/activity'
import { schoolsToLookAt } from '../../db/control/finding.js'
import { isSwept, sweptSchools } from '../../db/control/swept-schools.js'
import { beating } from '../beat.js'
import type { ActivityDependencies } from '../dependencies.js'
import type { Ring } from '../ring-unheard.js'
import { reportInside, sweepSchool } from './sweep-school.js'

export interface SweepInput {
  /** The last school of the page before; nothing for the first. */
  readonly after: string
  readonly at: string
}

export interface SweepResult {
  readonly found: number
  /** The last school of this page; undefined where no more come. */
  readonly next?: string
}

export interface SweepActivities {
  /** Looks at the next schools, each by itself: one that cannot be looked at is reported and stops no other. */
  sweepSchools(input: SweepInput): Promise<SweepResult>
  /** Looks once more at schools of which something stands, so that an alert goes when its reason has gone. Answers how many schools. */
  lookAgain(input: { readonly at: string }): Promise<number>
}

// Some 50 ms a school: a page takes seconds, and 9,000 schools are 90 pages.
const PAGE = 100
// What stands long, as when a worker is away for days, must not keep a minute's look from ending.
const AGAIN = 20

export function sweepActivities(deps: ActivityDependencies, ring: Ring): SweepActivities {
  const look = (school: string, at: Date) => lookOrReport(deps, ring, school, at)
  return {
    sweepSchools: ({ after, at }) =>
      beating(async () => {
        const schools = await sweptSchools(deps.control, after, PAGE)
        let found = 0
        for (const school of schools) found += await look(school, new Date(at))
        const last = schools.at(-1)
        return { found, ...(schools.length === PAGE && last !== undefined && { next: last }) }
      }),
    lookAgain: ({ at }) =>
      beating(async () => {
        const schools = await schoolsToLookAt(deps.control, AGAIN)
        for (const school of schools) await look(school, new Date(at))
        return schools.length
      }),
  }
}

async function lookOrReport(deps: ActivityDependencies, ring: Ring, school: string, at: Date): Promise<number> {
  try {
    return await sweepSchool(deps, ring, school, at)
  } catch (error) {
    // A school that was ended while we looked at it is as it should be: there is nothing to find any more.
    const found = (await isSwept(deps.control, school)) ? { notLookedAt: 1 } : {}
    // The kind of trouble only: what a database says may quote what is in it.
    const trouble = error instanceof Error ? error.name : 'unknown'
    if (found.notLookedAt) Context.current().log.warn('a school could not be looked at', { school, trouble })
    await reportInside(deps, { school, found, at })
    return found.notLookedAt ?? 0
  }
}
