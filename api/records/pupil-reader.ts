import { londonDay } from '../../agreement/calendar.js'
import { grantedItems } from '../../agreement/grant-code.js'
import type { GrantCode } from '../../agreement/grant-code.js'
import { currentGrant } from '../../db/control/acceptance.js'
import type { Principal } from '../../db/control/principal.js'
import type { ApiDependencies } from '../dependencies.js'
import { UUID } from '../paging.js'
import { notFound } from '../problem.js'
import { readRecords } from './read-records.js'
import type { RecordReader } from './read-records.js'

/** A way to what lies beside one pupil's record. */
export interface PupilReader extends RecordReader {
  readonly codes: readonly GrantCode[]
  /** Codes withdrawn of this pupil alone. */
  readonly withheld: ReadonlySet<string>
}

/** Opens it to whoever may read the pupil. To others there is no such pupil: throws 404. */
export async function pupilReader(
  { control, keyring, schools, clock }: ApiDependencies,
  school: string,
  pupil: string,
  by: Principal,
): Promise<PupilReader> {
  if (!UUID.test(pupil)) throw notFound()
  const codes = (await currentGrant(control, school))?.items ?? []
  const granted = grantedItems(codes)
  const { db } = await schools.open(school)
  const reader = { db, keyring, school, granted }
  const state = by.role === 'application' ? 'shown' : 'any'
  const at = clock()
  const asked = { kind: 'pupil', id: pupil, limit: 1, state, at, today: londonDay(at) } as const
  const [record] = (await readRecords(reader, asked)).records
  if (!record) throw notFound()
  return { ...reader, codes, withheld: record.withheld }
}
