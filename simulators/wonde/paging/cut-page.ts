import type { SimulatorRequest } from '../../http/request.js'
import type { WondeTable } from '../wonde-id.js'

export interface Pagination {
  readonly next: string | null
  readonly previous: string | null
  readonly more: boolean
  readonly per_page: number | string
  readonly current_page?: number
}

interface Numbered {
  readonly number: number
}

const DEFAULT_SIZE = 50
const LARGEST_SIZE = 200

/** The rows of the page asked for, by number of the page or by cursor, and the links to the next. Rows come in order of their numbers. */
export function cutPage<T extends Numbered>(rows: readonly T[], request: SimulatorRequest, table: WondeTable) {
  const asked = request.query.get('per_page')
  const size = Math.min(LARGEST_SIZE, Math.max(1, Number(asked ?? DEFAULT_SIZE) || DEFAULT_SIZE))
  // The real product answers with a number of its own accord and with text where it was asked: a client must bear both.
  const per_page = asked === null ? size : String(size)
  const cursor = request.query.get('cursor')
  return cursor === null
    ? byNumber(rows, request, size, per_page)
    : byCursor(rows, request, size, per_page, cursor, table)
}

function byNumber<T>(rows: readonly T[], request: SimulatorRequest, size: number, per_page: number | string) {
  const page = Math.max(1, Number(request.query.get('page') ?? 1) || 1)
  const more = page * size < rows.length
  const pagination: Pagination = {
    next: more ? link(request, 'page', String(page + 1)) : null,
    previous: page > 1 ? link(request, 'page', String(page - 1)) : null,
    more,
    per_page,
    current_page: page,
  }
  return { rows: rows.slice((page - 1) * size, page * size), pagination }
}

function byCursor<T extends Numbered>(
  rows: readonly T[],
  request: SimulatorRequest,
  size: number,
  per_page: number | string,
  cursor: string,
  table: WondeTable,
) {
  const after = cursor === 'true' ? -1 : lastSeen(cursor)
  const start = rows.findIndex(({ number }) => number > after)
  const found = start < 0 ? [] : rows.slice(start, start + size)
  const last = found.at(-1)
  const more = last !== undefined && start + size < rows.length
  const next = more ? link(request, 'cursor', cursorAfter(table, last.number)) : null
  const pagination: Pagination = { next, previous: null, more, per_page }
  return { rows: found, pagination }
}

function cursorAfter(table: WondeTable, number: number): string {
  return Buffer.from(JSON.stringify({ [`mis_${table}.id`]: number })).toString('base64url')
}

function lastSeen(cursor: string): number {
  const number = /:(\d+)\}$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]
  return number === undefined ? -1 : Number(number)
}

/** An absolute link to the host the request came to, with everything that was asked and one thing changed. */
function link({ host, path, query }: SimulatorRequest, key: string, value: string): string {
  const changed = new URLSearchParams(query)
  changed.set(key, value)
  return `http://${host}${path}?${changed.toString()}`
}
