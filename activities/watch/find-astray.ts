import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'
import { findingsOutside, schoolsWith } from '../../db/control/finding.js'
import type { Found } from '../../db/control/finding.js'
import { countLiving, livingSchools, strangersAmong } from '../../db/control/living-schools.js'
import { schoolDatabaseExists } from '../../db/provision/school-database.js'
import { beating } from '../beat.js'
import type { ActivityDependencies } from '../dependencies.js'
import type { Ring } from '../ring-unheard.js'
import { alert } from './alert.js'

/** The lifecycles that run, as Temporal lists them: the other part that the time-skipping server does not have. */
export interface Lifecycles {
  readonly count: () => Promise<number>
  /** Of which schools. */
  readonly running: () => Promise<ReadonlySet<string>>
  /** Ends the lifecycle of a school. One that is gone already is no failure. */
  readonly end: (school: string) => Promise<void>
}

export interface AstrayActivities {
  /** Finds schools without a living lifecycle, and the other way round; answers how many of both. */
  findAstray(input: { readonly at: string }): Promise<number>
}

export interface AstrayNeeds {
  readonly ring: Ring
  /** Undefined where the server keeps no listing: then nothing can be said, and nothing is done. */
  readonly lifecycles: Lifecycles | undefined
}

// After a loss of all of them the next minutes take the rest.
const AT_ONCE = 500

type Deps = Pick<ActivityDependencies, 'control' | 'keyring'>

/**
 * Compares in full once an hour, and in any minute in which the two numbers differ or something stands. A full comparison lists 9,000
 * lifecycles in nine pages, and Temporal answers ten such questions a second to everybody together; a count is one. Two numbers that agree
 * by chance, one too many and one too few, are told apart at the next full hour.
 */
export function astrayActivities(deps: Deps, { ring, lifecycles }: AstrayNeeds): AstrayActivities {
  return {
    findAstray: ({ at }) =>
      beating(async () => {
        if (!lifecycles) return 0
        const stands = await schoolsWith(deps.control, findingsOutside)
        const onTheHour = new Date(at).getUTCMinutes() === 0
        if (!onTheHour && stands.size === 0 && (await lifecycles.count()) === (await countLiving(deps.control)))
          return 0
        return compare(deps, { ring, lifecycles }, stands, new Date(at))
      }),
  }
}

async function compare(
  deps: Deps,
  { ring, lifecycles }: { readonly ring: Ring; readonly lifecycles: Lifecycles },
  stands: ReadonlySet<string>,
  at: Date,
): Promise<number> {
  // Listed first: who is registered in between is missing from the list at most, and is rung once more than needed.
  const running = await lifecycles.running()
  const living = new Set(await livingSchools(deps.control, at))
  const missing = [...living].filter((school) => !running.has(school)).slice(0, AT_ONCE)
  const astray = await strangersAmong(deps.control, [...running])
  for (const school of missing) {
    await report(deps.control, school, { lifecycleMissing: 1 }, at)
    // One that cannot be started stands as a finding, and keeps no other from being started.
    await ring(school).catch(() => undefined)
  }
  for (const school of astray) {
    await report(deps.control, school, { lifecycleAstray: 1 }, at)
    if (await nothingLeft(deps, school)) await lifecycles.end(school)
  }
  const still = new Set([...missing, ...astray])
  for (const school of stands) if (!still.has(school)) await report(deps.control, school, {}, at)
  return still.size
}

/** A lifecycle may be ended only where nothing is left that it could look after: neither keys nor a database. */
async function nothingLeft({ control, keyring }: Deps, school: string): Promise<boolean> {
  return (await keyring.keysLeft(school)) === 0 && !(await schoolDatabaseExists(control, school))
}

async function report(control: Kysely<ControlDatabase>, school: string, found: Found, at: Date): Promise<void> {
  await control.transaction().execute((trx) => alert(trx, { school, sees: findingsOutside, found, at }))
}
