import type { Departure } from '../source.js'
import { unlessForbidden } from '../http/unless-forbidden.js'
import type { Permission } from './payloads.js'
import { isDenied } from './permissions.js'
import { updatedAfter } from './updated-after.js'
import type { WalkList } from './walk-list.js'
import { deletedTypes, deletionKey, translateDeletion, translateLeaver } from './translate/translate-departure.js'

const DAY_MS = 86_400_000

// A leaving is keyed in up to a term ahead, and nobody says that moving to the leavers' list touches a row. Asking for all of them
// instead would bring us the names of everybody who ever left the school.
const LEAVERS_OVERLAP_MS = 100 * DAY_MS

// A row is written when the record goes; clocks differ by minutes, and the nightly refresh of the MIS takes hours.
const DELETIONS_OVERLAP_MS = 2 * DAY_MS

/**
 * Who is gone, by the leavers' list and by the deletions. Wonde has no list of staff who left: they stay among the present ones, marked.
 * `allowed` is the school's permission list; a list that it denies, there or with a 403, gives nothing.
 */
export async function* readDepartures(
  walk: WalkList,
  allowed: readonly Permission[],
  since: string | null,
): AsyncGenerator<readonly Departure[], void, void> {
  if (!isDenied(allowed, 'students', 'students_leaver')) {
    const query = { include: 'education_details', ...updatedAfter(since, LEAVERS_OVERLAP_MS) }
    yield* unlessForbidden('students-leaver', walk('students-leaver', query, translateLeaver))
  }
  if (isDenied(allowed, 'deletions')) return
  for (const kind of ['pupil', 'staff'] as const) {
    const query = { type: deletedTypes[kind], ...updatedAfter(since, DELETIONS_OVERLAP_MS) }
    const pages = walk('deletions', query, (row) => translateDeletion(kind, row), deletionKey)
    for await (const page of unlessForbidden('deletions', pages)) yield page.flatMap((departure) => departure ?? [])
  }
}
