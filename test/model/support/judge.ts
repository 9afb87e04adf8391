import { sql } from 'kysely'
import { tidySchool } from '../../../activities/watch/tidy-school.js'
import { currentGrant } from '../../../db/control/acceptance.js'
import { findSchool } from '../../../db/control/school.js'
import { act as asWorker } from '../../support/nights/ground.js'
import { differsFromReading, follow, newFollower } from './follower.js'
import { readingOf } from './look.js'
import { truthOf } from './played.js'
import type { Played } from './played.js'
import { faultsInRows, versions } from './rows.js'
import { differsFromTruth } from './truth.js'

/** Everything that is not as it should be at a school that has settled; `later` lets a quiet hour pass. */
export async function judge(played: Played, later: () => Promise<void>): Promise<readonly string[]> {
  const { school, follower, deps, now } = played
  const { db } = await deps.schools.open(school.id)
  const before = await versions(db)
  await later()
  const quiet = await played.read()
  const after = await versions(db)
  const written = Object.keys(after).filter((table) => before[table] !== after[table])
  const [truth, reading] = [await truthOf(played), await readingOf(played)]
  const granted = new Set<string>((await currentGrant(deps.control, school.id))?.items)
  const fresh = newFollower()
  await follow(fresh, db, async () => reading)
  return [
    ...(quiet.state === 'nothingToDo' ? [] : [`a quiet night ends ${quiet.state}: ${quiet.reason ?? ''}`]),
    ...written.map((table) => `a quiet night writes ${table}`),
    ...differsFromTruth({ played, truth, reading, granted }),
    ...differsFromReading(follower, reading, now()).map((what) => `followed: ${what}`),
    ...differsFromReading(fresh, reading, now()).map((what) => `from zero: ${what}`),
    ...(await faultsInRows(db, now())),
    ...(await keysOfNobody(played)),
  ]
}

/** Upkeep, as it is a day after the last key was made; then each key of a person has that person. */
async function keysOfNobody({ deps, keyring, now, school }: Played): Promise<readonly string[]> {
  await sql`update key set made_at = made_at - interval '2 days' where school_id = ${school.id}`.execute(keyring)
  const found = await findSchool(deps.control, school.id)
  if (found) await asWorker(() => tidySchool(deps, found, now()))
  const { rows: keys } = await sql<{ subject: string; part: string }>`
    select subject_id::text as subject, part from key where school_id = ${school.id} and subject_id is not null`.execute(
    keyring,
  )
  const { db } = await deps.schools.open(school.id)
  const people = new Set((await db.selectFrom('subject').select('id').execute()).map(({ id }) => id))
  const parts = keys.filter(({ subject, part }) => part === 'held' || !people.has(subject)).map(({ part }) => part)
  return parts.length === 0 ? [] : [`${parts.length} keys of ${[...new Set(parts)].join(', ')} have no owner`]
}
