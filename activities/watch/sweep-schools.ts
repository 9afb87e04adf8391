import { Context } from '@temporalio/activity'
import { schoolsToLookAt } from '../../db/control/finding.js'
import { findSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import { isSwept, sweptSchools } from '../../db/control/swept-schools.js'
import { beating } from '../beat.js'
import type { ActivityDependencies } from '../dependencies.js'
import type { Ring } from '../ring-unheard.js'
import { reportInside, sweepSchool } from './sweep-school.js'
import { tidySchool } from './tidy-school.js'

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
  /** Looks at the next schools and removes what its period is over for, each by itself: one that cannot be looked at is reported and stops no other. */
  sweepSchools(input: SweepInput): Promise<SweepResult>
  /** Looks once more at schools of which something stands, so that an alert goes when its reason has gone. Answers how many schools. */
  lookAgain(input: { readonly at: string }): Promise<number>
}

// Some 50 ms a school: a page takes seconds, and 9,000 schools are 90 pages.
const PAGE = 100
// What stands long, as when a worker is away for days, must not keep a minute's look from ending.
const AGAIN = 20

export function sweepActivities(deps: ActivityDependencies, ring: Ring): SweepActivities {
  const look = (school: School, at: Date) => sweepSchool(deps, ring, school, at)
  const lookAndTidy = async (school: School, at: Date) => {
    const found = await look(school, at)
    await tidySchool(deps, school, at)
    return found
  }
  return {
    sweepSchools: ({ after, at }) =>
      beating(async () => {
        const schools = await sweptSchools(deps.control, after, PAGE)
        let found = 0
        for (const school of schools) found += await orReport(deps, school, new Date(at), lookAndTidy)
        const last = schools.at(-1)
        return { found, ...(schools.length === PAGE && last !== undefined && { next: last }) }
      }),
    lookAgain: ({ at }) =>
      beating(async () => {
        const schools = await schoolsToLookAt(deps.control, AGAIN)
        for (const school of schools) await orReport(deps, school, new Date(at), look)
        return schools.length
      }),
  }
}

type Act = (school: School, at: Date) => Promise<number>

async function orReport(deps: ActivityDependencies, id: string, at: Date, act: Act): Promise<number> {
  try {
    const school = await findSchool(deps.control, id)
    if (school && (await isSwept(deps.control, id))) return await act(school, at)
    // One that was ended since is as it should be: what stood of it stands no more.
    await reportInside(deps, { school: id, found: {}, at })
    return 0
  } catch (error) {
    if (!(await isSwept(deps.control, id))) return 0
    // The kind of trouble only: what a database says may quote what is in it.
    const trouble = error instanceof Error ? error.name : 'unknown'
    Context.current().log.warn('a school could not be looked at', { school: id, trouble })
    await reportInside(deps, { school: id, found: { notLookedAt: 1 }, at })
    return 1
  }
}
