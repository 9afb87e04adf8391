import { dayBeside } from '../../calendar-day.js'
import type { MarkWalk, SourceMark } from '../../source.js'
import type { WalkList } from '../walk-list.js'
import { isForbidden } from '../../http/failures.js'
import { updatedAfter } from '../updated-after.js'
import { translateCode, translateMark } from '../translate/translate-mark.js'

export type Codes = ReadonlyMap<string, string>

const DAY_MS = 86_400_000

/** Days; `changedSince` is null where all marks of the others are asked for. */
interface Asked {
  readonly from: string
  readonly to: string
  readonly changedSince: string | null
}

/**
 * The marks from `from` to `to`, page by page. No paper of Wonde's says whether the bounds of its date filter are within, or that it has
 * one: a day more is asked for on each side, and what lies outside is left here. Nor which zone its stamps of change are in: a day more there
 * as well, which also bears a refresh of the MIS that came late.
 */
export async function* readMarks(walk: WalkList, codes: Codes, { from, to, changedSince }: Asked): MarkWalk {
  const query = {
    attendance_date_after: dayBeside(from, -1),
    attendance_date_before: dayBeside(to, 1),
    ...updatedAfter(changedSince, DAY_MS),
  }
  const pages = walk('attendance/session', query, (row) => translateMark(row, codes))
  const within = ({ date }: SourceMark) => date >= from && date <= to
  let marks = 0
  let read = 0
  for await (const page of pages) {
    const own = page.filter(within)
    read += 1
    marks += own.length
    yield own
  }
  return { pages: read, records: marks }
}

/** The codes of a school; one that does not share its own list uses the national one, which needs no permission. */
export async function readCodes(walk: WalkList, walkGlobal: WalkList): Promise<Codes> {
  try {
    return await gather(walk)
  } catch (failure) {
    if (!isForbidden(failure, 'attendance-codes')) throw failure
    return gather(walkGlobal)
  }
}

async function gather(walk: WalkList): Promise<Codes> {
  const codes = new Map<string, string>()
  for await (const page of walk('attendance-codes', {}, translateCode))
    for (const [id, code] of page) codes.set(id, code)
  return codes
}
