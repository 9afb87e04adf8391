import { unlessForbidden } from '../http/unless-forbidden.js'
import type { Departure } from '../source.js'
import { leaversRequest } from './requests.js'
import type { ListRequest } from './requests.js'
import type { Datasets } from './payloads.js'
import { translateLeaver } from './translate/translate-person.js'

/** Walks one list of the school. */
export type WalkList = (request: ListRequest) => AsyncGenerator<Datasets, unknown, void>

/**
 * Who is gone, by the leavers of this school year and the last, and by what the school withholds. Leavers come among the others or as a dataset of their own. That a row is gone
 * from a list (`_deleted`) is said of those who were withheld, too, and by changed questions: it states nothing of anybody.
 */
export async function* readDepartures(
  walk: WalkList,
  optOuts: () => Promise<readonly Departure[]>,
): AsyncGenerator<readonly Departure[], void, void> {
  for (const kind of ['pupil', 'staff'] as const) {
    const request = leaversRequest(kind)
    for await (const { rows } of unlessForbidden(request.endpoint, walk(request))) {
      const listed = [...rows(request.endpoint), ...(kind === 'pupil' ? rows('Leavers') : [])]
      yield listed.flatMap((row) => translateLeaver(kind, row) ?? [])
    }
  }
  yield await optOuts()
}
