import { weekDocuments } from '../../db/school/attendance/attendance.js'
import { openWeek } from '../../db/school/attendance/week-document.js'
import type { KeptMark } from '../../db/school/attendance/week-document.js'
import type { OpenSchool } from '../../db/school/pools.js'
import type { WeekName } from '../../pipeline/attendance/weeks.js'
import { sealedUnder } from '../../vault/sealing.js'
import type { ActivityDependencies } from '../dependencies.js'

export interface HeldMarks {
  readonly name: WeekName
  readonly marks: readonly KeptMark[]
}

/** Opens what is held of these weeks. One whose key is gone was erased since its row was read, and is left out. */
export async function heldMarks(
  { keyring }: Pick<ActivityDependencies, 'keyring'>,
  { db }: Pick<OpenSchool, 'db'>,
  school: string,
  weeks: readonly WeekName[],
): Promise<readonly HeldMarks[]> {
  const documents = await weekDocuments(db, weeks)
  const keys = await keyring.openKeys(school, [...new Set(documents.map(({ sealed }) => sealedUnder(sealed)))])
  return documents.flatMap(({ sealed, ...name }) => {
    const key = keys.get(sealedUnder(sealed))
    return key ? [{ name, marks: openWeek(key, name, sealed) }] : []
  })
}
