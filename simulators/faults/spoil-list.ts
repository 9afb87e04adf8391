import { isRecord, listOf } from '../json.js'
import type { JsonRecord } from '../json.js'
import type { ListKind } from './fault.js'

/** Reads another page of the same list; the answer as parsed JSON. */
export type ReadPage = (url: string) => unknown

const OTHER_HOST = 'elsewhere.example.test'
const HUGE = 10 * 1024 * 1024

/** A page of a list, made untrue. `url` is the one it was asked by. */
export function spoilList(kind: ListKind, page: JsonRecord, url: string, read: ReadPage): JsonRecord {
  const rows = listOf(page['data'])
  const meta = isRecord(page['meta']) ? page['meta'] : {}
  const pagination = isRecord(meta['pagination']) ? meta['pagination'] : {}
  const linked = (changes: JsonRecord, data = rows) => ({
    ...page,
    data,
    meta: { ...meta, pagination: { ...pagination, ...changes } },
  })
  const next = typeof pagination['next'] === 'string' ? pagination['next'] : null
  switch (kind) {
    case 'missingLastPage':
      return next !== null && nextOf(read(next)) === null ? linked({ next: null, more: false }) : page
    case 'truncatedPage':
      return linked({}, firstHalf(rows))
    case 'repeatedPage':
      return linked({}, rowsOf(read(firstPage(url))))
    case 'endlessPages':
      return linked({ next: next ?? url, more: true }, rows.length > 0 ? rows : rowsOf(read(firstPage(url))))
    case 'moreWithoutNext':
      return linked({ next: null, more: true })
    case 'nextOnOtherHost':
      return linked({ next: (next ?? url).replace(/^http:\/\/[^/]+/, `http://${OTHER_HOST}`), more: true })
    case 'emptySchool':
      return linked({ next: null, previous: null, more: false }, [])
    case 'duplicateIds':
    case 'wrongTypes':
    case 'hugeString':
      return { ...page, data: spoilRows(kind, rows) }
  }
}

/** What is left of a page of which the rest was lost. */
export const firstHalf = <Row>(rows: readonly Row[]) => rows.slice(0, Math.floor(rows.length / 2))

function spoilRows(kind: 'duplicateIds' | 'wrongTypes' | 'hugeString', rows: readonly unknown[]): readonly unknown[] {
  switch (kind) {
    case 'duplicateIds':
      return rows.map((row, index) => (index > 0 && index === rows.length - 1 ? withIdOf(row, rows[0]) : row))
    case 'wrongTypes':
      return rows.map(wrongTypes)
    case 'hugeString':
      return rows.map((row, index) => (index === 0 ? { ...recordOf(row), surname: 'x'.repeat(HUGE) } : row))
  }
}

function wrongTypes(row: unknown): JsonRecord {
  return {
    ...recordOf(row),
    mis_id: 17,
    name: ['a', 'list'],
    surname: { not: 'text' },
    forename: 3,
    date_of_birth: true,
  }
}

function withIdOf(row: unknown, other: unknown): JsonRecord {
  return { ...recordOf(row), id: recordOf(other)['id'] }
}

function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : {}
}

function rowsOf(page: unknown): readonly unknown[] {
  return listOf(recordOf(page)['data'])
}

function nextOf(page: unknown): unknown {
  return recordOf(recordOf(recordOf(page)['meta'])['pagination'])['next'] ?? null
}

/** The same list from its beginning. */
function firstPage(url: string): string {
  const parsed = new URL(url)
  parsed.searchParams.delete('page')
  if (parsed.searchParams.has('cursor')) parsed.searchParams.set('cursor', 'true')
  return parsed.href
}
