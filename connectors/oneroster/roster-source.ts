import type { ItemCode } from '../../agreement/items.js'
import { nothingRead } from '../walk-end.js'
import { findNamed } from '../named.js'
import type { Permissions, Source, SourceKind, Walk } from '../source.js'
import { readDepartures } from './departures.js'
import type { Feed } from './feed.js'
import { gatherings } from './gatherings.js'
import { readGroups } from './read-groups.js'
import { readPeople } from './read-people.js'
import type { OneRosterBinding } from './settings.js'

/** What a school's rosters say, as the port asks it: people are put together from the lists that they stand in. */
export function rosterSource(
  feed: Feed,
  { schoolId, version }: Pick<OneRosterBinding, 'schoolId' | 'version'>,
): Source {
  const gathered = gatherings(feed, version)
  let allowed: Promise<Permissions> | undefined
  const learn = () => (allowed = feed.permissions())

  /** What was granted to us and can be had there: what we ask for, and whose nulls mean that the MIS has no value. */
  const askable = async (wanted: ReadonlySet<ItemCode>) => {
    const { permitted } = await (allowed ?? learn())
    return new Set([...wanted].filter((code) => permitted.has(code)))
  }

  async function* read(kind: SourceKind, wanted: ReadonlySet<ItemCode>): Walk {
    const asked = await askable(wanted)
    if (kind === 'group') return yield* readGroups(gathered, asked)
    // Staff are asked for if the grant names an item of theirs, permitted or not: a school that shares none must refuse, not look empty.
    if (kind === 'staff' && ![...wanted].some((code) => code.startsWith('staff.'))) return nothingRead
    return yield* readPeople({ feed, gathered, schoolId, version, kind, asked })
  }

  return {
    school: feed.school,
    permissions: learn,
    read,
    // One alone would come without enrolments, which tell since when a pupil is here: the lists are asked as for everybody.
    find: async (kind, id, wanted) =>
      findNamed(readPeople({ feed, gathered, schoolId, version, kind, asked: await askable(wanted) }), id),
    departures: (since) => readDepartures(feed, schoolId, version, since),
    // Each list says itself how long it is, and is compared with that as it is read.
    counts: async () => ({}),
  }
}
