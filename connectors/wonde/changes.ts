import { z } from 'zod'

import type { ItemCode } from '../../agreement/items.js'
import type { Block } from '../block.js'
import type { ChangedWalk, ChangeWalk } from '../source-changes.js'
import { readingsFor } from './includes.js'
import type { Reading } from './includes.js'
import type { CountsBody } from './payloads.js'
import type { WalkList } from './walk-list.js'
import { translateRow } from './translate/translate-row.js'
import { updatedAfter } from './updated-after.js'

const markSchema = z.strictObject({
  counts: z.partialRecord(z.enum(['students', 'employees', 'groups', 'classes']), z.number()),
  stamps: z.partialRecord(z.enum(['students', 'employees']), z.string()),
})
type Mark = z.infer<typeof markSchema>

// Nobody says which zone `updated_after` is in, and the nightly refresh of the MIS takes hours: rows of a day are asked for twice.
const OVERLAP_MS = 86_400_000

/** Remembers how far whole reads came: what was counted, and the newest stamp of each list of people. */
export interface MarkBook {
  readonly count: (said: CountsBody) => void
  readonly see: (endpoint: Reading['endpoint'], row: Block) => void
  readonly mark: () => string | null
}

export function markBook(): MarkBook {
  const stamps: Mark['stamps'] = {}
  let counted: CountsBody | undefined
  return {
    count: (said) => (counted = said),
    see: (endpoint, row) => {
      if (isOfPeople(endpoint)) see(stamps, endpoint, row)
    },
    mark: () => (counted ? JSON.stringify({ counts: numbersIn(counted), stamps } satisfies Mark) : null),
  }
}

export interface ChangesToRead {
  readonly walk: WalkList
  readonly counted: CountsBody
  readonly wanted: ReadonlySet<ItemCode>
  readonly asked: ReadonlySet<ItemCode>
}

/**
 * The rows of people with a later stamp than the newest that was seen, less a day. That everybody else is as they were is shown by the
 * source's own counts: somebody who came has a row here, somebody who went is one less. Where it does not count a list, or counts another
 * number, nothing is said. A group's new name, and a membership whose change leaves no stamp on its member, wait for the next whole read.
 */
export async function* readChanges(mark: string, { walk, counted, wanted, asked }: ChangesToRead): ChangeWalk {
  const before = readMark(mark)
  const lists = (['group', 'staff', 'pupil'] as const).flatMap((kind) => readingsFor(kind, wanted, asked))
  if (before === null || !countsAgree(before, numbersIn(counted), lists)) return null
  const stamps = { ...before.stamps }
  const walks: ChangedWalk[] = []
  for (const kind of ['staff', 'pupil'] as const) {
    for (const { endpoint, include } of readingsFor(kind, wanted, asked)) {
      if (!isOfPeople(endpoint)) continue
      const since = stamps[endpoint]
      if (since === undefined) return null
      const query = { ...(include.length > 0 && { include: include.join(',') }), ...updatedAfter(since, OVERLAP_MS) }
      const end = yield* walk(endpoint, query, (row) => {
        see(stamps, endpoint, row)
        return translateRow(endpoint, row, asked)
      })
      walks.push({ kind, ...end })
    }
  }
  return { walks, mark: JSON.stringify({ counts: before.counts, stamps } satisfies Mark) }
}

/** What we wrote ourselves; a form of an earlier release is no mark. */
function readMark(mark: string): Mark | null {
  const read = markSchema.safeParse(JSON.parse(mark))
  return read.success ? read.data : null
}

function numbersIn(said: CountsBody): Mark['counts'] {
  const counts: Mark['counts'] = {}
  for (const list of ['students', 'employees', 'groups', 'classes'] as const) {
    const number = said[list]?.data.count
    if (number !== undefined) counts[list] = number
  }
  return counts
}

function countsAgree({ counts }: Mark, now: Mark['counts'], lists: readonly Reading[]): boolean {
  return lists.every(({ endpoint }) => counts[endpoint] !== undefined && counts[endpoint] === now[endpoint])
}

function isOfPeople(endpoint: Reading['endpoint']): endpoint is 'students' | 'employees' {
  return endpoint === 'students' || endpoint === 'employees'
}

function see(stamps: Mark['stamps'], endpoint: 'students' | 'employees', row: Block): void {
  const stamp = stampOf(row)
  if (stamp !== null && stamp > (stamps[endpoint] ?? '')) stamps[endpoint] = stamp
}

/** Taken only if it has the form that sorts; a row without one is read whole like any other, and only the mark does not know it. */
function stampOf({ row }: Block): string | null {
  const { updated_at: value } = row
  const written = typeof value === 'object' && value !== null && 'date' in value ? value.date : value
  const [, day, time] =
    typeof written === 'string' ? (/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(written) ?? []) : []
  return day === undefined || time === undefined ? null : `${day}T${time}Z`
}
