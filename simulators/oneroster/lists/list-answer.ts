import { json } from '../../http/answer.js'
import { refusal } from '../refusal.js'
import { parseFilter } from './filter.js'
import { pageHeaders } from './page-headers.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Row, Scene } from '../scene.js'
import type { Variant } from '../variant.js'
import type { Collection } from './collections.js'

const DEFAULT_LIMIT = 100
/** What a provider gives at most that caps what it is asked for. */
const CAPPED_LIMIT = 50

/** One page of a collection, as filtered, sorted, cut and stripped as this provider does it. */
export function listAnswer(
  scene: Scene,
  { many }: Collection,
  rows: readonly Row[],
  request: SimulatorRequest,
): Answer {
  const { query } = request
  const { variant } = scene
  const filtered = filter(rows, query.get('filter'), variant)
  if (!filtered) return refusal(400, 'The filter is not understood.', variant.errors, 'invalid_filter_field')
  const selected = select(filtered, query, variant)
  if (!selected) return refusal(400, 'The selection is not understood.', variant.errors, 'invalid_selection_field')
  const cut = cutOf(query, variant, selected.length)
  const page = selected.slice(cut.offset, cut.offset + cut.limit)
  return { ...json(200, { [many]: page }), headers: pageHeaders(request, variant, { ...cut, total: selected.length }) }
}

function filter(rows: readonly Row[], text: string | null, { filters }: Variant): readonly Row[] | undefined {
  if (text === null || filters === 'ignored') return rows
  if (filters === 'refused') return undefined
  // Xporter's other papers know one expression, on the status.
  if (filters === 'status' && !/^status='[a-z]+'$/.test(text)) return undefined
  const keeps = parseFilter(text)
  return keeps && rows.filter(keeps)
}

function select(rows: readonly Row[], query: URLSearchParams, { selection }: Variant): readonly Row[] | undefined {
  const fields = query.get('fields')
  const sort = query.get('sort')
  if (selection === 'ignored' || (fields === null && sort === null)) return rows
  if (selection === 'refused') return undefined
  const sorted = sort === null ? rows : [...rows].sort((one, other) => compare(one, other, sort))
  if (fields === null) return sorted
  const names = fields.split(',')
  return sorted.map((row) => ({
    ...keptOf(row, names),
    sourcedId: row.sourcedId,
    status: row.status,
    dateLastModified: row.dateLastModified,
  }))
}

function keptOf(row: Row, names: readonly string[]): object {
  return Object.fromEntries(names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])))
}

function compare(one: Row, other: Row, field: string): number {
  const [a, b] = [one[field], other[field]]
  if (typeof a !== 'string' || typeof b !== 'string' || a === b) return 0
  return a < b ? -1 : 1
}

function cutOf(query: URLSearchParams, { limits }: Variant, total: number) {
  if (limits === 'ignored') return { offset: 0, limit: Math.max(total, 1) }
  const asked = Math.max(1, Number(query.get('limit') ?? DEFAULT_LIMIT) || DEFAULT_LIMIT)
  const offset = Math.max(0, Number(query.get('offset') ?? 0) || 0)
  return { offset, limit: limits === 'capped' ? Math.min(asked, CAPPED_LIMIT) : asked }
}
