import type { ItemCode } from '../../agreement/items.js'
import type { EndpointRule } from '../endpoint.js'
import { usualTuning } from '../http/client.js'
import type { ClientTuning } from '../http/client.js'
import { nothingRead } from '../walk-end.js'
import type { Source, SourceKind, SourceManners, Walk } from '../source.js'
import { xporterAssessment } from './assessment.js'
import { markReader } from './attendance/read-marks.js'
import { markBook, readChanges } from './changes.js'
import { readDepartures } from './departures.js'
import { finder } from './find.js'
import { xporterClient } from './http/client.js'
import { meetSchool } from './meet-school.js'
import type { MetSchool } from './meet-school.js'
import { readOptOuts } from './opt-outs.js'
import { xporterPhotos } from './photos.js'
import { reader } from './reader.js'
import { permissionsOf } from './scopes.js'
import type { XporterBinding, XporterSecret } from './settings.js'

export interface XporterOptions extends EndpointRule, Partial<ClientTuning> {
  readonly rowsAPage?: number
}

// The vendor advises a thousand, and with so many the memberships of a secondary school are twenty-five pages a night. This is one page.
const ROWS_A_PAGE = 25_000
const ADVISED_ROWS = 1_000

// Some lists are made while we wait; pages are larger than Wonde's.
const tuning: ClientTuning = { ...usualTuning, timeoutMs: 120_000 }

/** A school's MIS behind Xporter. Scopes are learned once: they are the token's, and change with the next one. */
export function xporterSource(
  binding: XporterBinding,
  secret: XporterSecret,
  manners: SourceManners,
  options: XporterOptions,
): Source {
  const ask = xporterClient(binding, secret, manners, { ...tuning, ...options })
  const rowsAPage = options.rowsAPage ?? ROWS_A_PAGE
  const pages = { rowsAPage, surely: Math.min(rowsAPage, ADVISED_ROWS) }
  const book = markBook()
  const { walk, gather, people } = reader(ask, binding, book, pages)
  const marks = markReader({ ask, binding, pages, walk })
  let met: Promise<MetSchool> | undefined
  const meet = () => (met = meetSchool(ask, binding))
  const permissions = async () => permissionsOf((await (met ?? meet())).scopes)

  const askable = async (wanted: ReadonlySet<ItemCode>) => {
    const { permitted } = await permissions()
    return new Set([...wanted].filter((code) => permitted.has(code)))
  }

  async function* read(kind: SourceKind, wanted: ReadonlySet<ItemCode>): Walk {
    const asked = await askable(wanted)
    if (kind === 'group') {
      const groups = await gather(asked)
      if (groups === null) return nothingRead
      yield groups.records
      return groups.end
    }
    // Staff are asked for if the grant names an item of theirs, permitted or not: a school that shares none must refuse, not look empty.
    if (kind === 'staff' && ![...wanted].some((code) => code.startsWith('staff.'))) return nothingRead
    return yield* people(kind, asked)
  }

  return {
    school: async () => (await meet()).school,
    permissions,
    read,
    find: finder({ ask, binding, walk, askable }),
    marks: (from, to, changedSince) => marks({ from, to, changedSince }),
    assessment: xporterAssessment(walk),
    photos: xporterPhotos(walk, ask, binding),
    departures: () => readDepartures(walk, () => readOptOuts(ask, binding)),
    // What the source counts in its list of counts is not documented; each walk is compared with the number that its own answer announces.
    counts: async () => ({}),
    mark: book.mark,
    changes: async function* (mark, wanted) {
      return yield* readChanges(mark, { walk, wanted, asked: await askable(wanted) })
    },
  }
}
