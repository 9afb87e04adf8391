import { unlessForbidden } from '../http/unless-forbidden.js'
import type { Departure } from '../source.js'
import type { Feed } from './feed.js'
import { removedFields } from './fields.js'
import { isRemoved } from './translate/status.js'
import { translateRemoved } from './translate/translate.js'

const kinds = [
  ['pupil', 'students'],
  ['staff', 'staff'],
] as const

/**
 * Who is gone, by the rows that say so. How long a provider keeps them, and whether it does, is its own business: where there are none, an
 * absence speaks alone. A list that it refuses gives nothing.
 */
export async function* readDepartures(
  feed: Feed,
  schoolId: string,
  version: '1.1' | '1.2',
  since: string | null,
): AsyncGenerator<readonly Departure[], void, void> {
  const plan = { fields: removedFields(version), who: 'gone', ...(since === null ? {} : { since }) } as const
  for (const [kind, name] of kinds) {
    for await (const page of unlessForbidden(name, feed.list(name, plan)))
      yield page.filter(isRemoved).map((row) => translateRemoved(kind, row, schoolId))
  }
}
