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

const chosen = new WeakMap<readonly Row[], Map<string, readonly Row[] | undefined>>()

/** One page of a collection, as filtered, sorted, cut and stripped as this provider does it. */
export function listAnswer(
  scene: Scene,
  { many }: Collection,
  rows: readonly Row[],
  request: SimulatorRequest,
): Answer {
  const { query } = request
  const { variant } = scene
  if (variant.selection === 'refused' && (query.has('fields') || query.has('sort')))
    return refusal(400, 'The selection is not understood.', variant.errors, 'invalid_selection_field')
  const found = choose(rows, query, variant)
  if (!found) return refusal(400, 'The filter is not understood.', variant.errors, 'invalid_filter_field')
  const cut = cutOf(query, variant, found.length)
  const fields = variant.selection === 'heeded' ? query.get('fields')?.split(',') : undefined
  const page = found.slice(cut.offset, cut.offset + cut.limit).map((row) => (fields ? keptOf(row, fields) : row))
  return { ...json(200, { [many]: page }), headers: pageHeaders(request, variant, { ...cut, total: found.length }) }
}

/** Filtered and sorted once for all pages of a walk. */
function choose(rows: readonly Row[], query: URLSearchParams, variant: Variant): readonly Row[] | undefined {
  const [text, sort] = [query.get('filter'), query.get('sort')]
  const known = chosen.get(rows) ?? new Map<string, readonly Row[] | undefined>()
  chosen.set(rows, known)
  const key = JSON.stringify([text, sort])
  if (!known.has(key)) {
    const found = filter(rows, text, variant)
    const sorts = sort !== null && variant.selection === 'heeded'
    known.set(key, sorts ? found && [...found].sort((one, other) => compare(one, other, sort)) : found)
  }
  return known.get(key)
}

function filter(rows: readonly Row[], text: string | null, { filters }: Variant): readonly Row[] | undefined {
  if (text === null || filters === 'ignored') return rows
  if (filters === 'refused') return undefined
  // Xporter's other papers know one expression, on the status.
  if (filters === 'status' && !/^status='[a-z]+'$/.test(text)) return undefined
  const keeps = parseFilter(text)
  return keeps && rows.filter(keeps)
}

/** The fields asked for, and what every object has. */
function keptOf(row: Row, names: readonly string[]): object {
  const { sourcedId, status, dateLastModified } = row
  const asked = names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]] as const]))
  return { ...Object.fromEntries(asked), sourcedId, status, dateLastModified }
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
