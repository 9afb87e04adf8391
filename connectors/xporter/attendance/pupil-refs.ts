import type { WalkList } from '../departures.js'
import { pupilRefsRequest } from '../requests.js'
import { refOf } from '../translate/identities.js'
import { idOf } from '../translate/row.js'

/** The source's own id of a pupil by the MIS id. */
export type PupilRefs = (misId: string) => string

/** Lists pupils by their names at the source. Who is not among them goes by the name that Xporter would make of the MIS id. */
export async function gatherPupilRefs(walk: WalkList): Promise<PupilRefs> {
  const refs = new Map<string, string>()
  for await (const { rows } of walk(pupilRefsRequest))
    for (const row of rows(pupilRefsRequest.endpoint)) refs.set(idOf(row), refOf(row))
  return (misId) => refs.get(misId) ?? `PL-${misId}`
}
