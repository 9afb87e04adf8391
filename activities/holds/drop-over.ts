import { overRows, removeRows } from '../../db/school/hold/carry-out.js'
import type { ActivityDependencies } from '../dependencies.js'

/** Removes what waits no more, its keys first: from then on no copy of a row opens. Repeatable. */
export async function dropOver(
  { keyring, schools }: Pick<ActivityDependencies, 'keyring' | 'schools'>,
  school: string,
): Promise<void> {
  const { db } = await schools.open(school)
  const rows = await overRows(db)
  if (rows.length === 0) return
  await keyring.destroyParts(
    school,
    ['held'],
    rows.map(({ record_id }) => record_id),
  )
  await removeRows(db, rows)
}
