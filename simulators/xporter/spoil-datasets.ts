import { firstHalf } from '../faults/spoil-list.js'
import { isRecord, listOf } from '../json.js'
import type { ListKind } from '../faults/fault.js'
import type { ReadPage } from '../faults/spoil-list.js'
import type { JsonRecord } from '../json.js'

const OTHER_HOST = 'elsewhere.example.test'
const HUGE = 10 * 1024 * 1024

/** An answer of datasets, made untrue. An answer without pages has none that could go missing. */
export function spoilDatasets(kind: ListKind, answer: JsonRecord, url: string, read: ReadPage): JsonRecord {
  const [said] = listOf(answer['__pagination__'])
  const pages = isRecord(said) ? said : {}
  const numbered = (changes: JsonRecord) => ({ ...answer, __pagination__: [{ ...pages, ...changes }] })
  const [number, count] = [Number(pages['PageNumber'] ?? 1), Number(pages['PageCount'] ?? 1)]
  switch (kind) {
    case 'missingLastPage':
      return number === count - 1 ? numbered({ PageCount: number }) : answer
    case 'truncatedPage':
      return { ...answer, ...eachDataset(answer, firstHalf) }
    case 'repeatedPage':
      return { ...answer, ...datasetsOf(read(firstPage(url))) }
    case 'endlessPages':
      return { ...numbered({ PageCount: number + 1 }), ...datasetsOf(read(firstPage(url))) }
    case 'moreWithoutNext':
      return numbered({ PageCount: count + 1, NextPage: null })
    case 'nextOnOtherHost':
      return numbered({ NextPage: `http://${OTHER_HOST}/api/v1/` })
    case 'emptySchool':
      return { ...numbered({ PageCount: 0, RowCount: 0 }), ...eachDataset(answer, () => []) }
    case 'duplicateIds':
    case 'wrongTypes':
    case 'hugeString':
      return { ...answer, ...eachDataset(answer, (rows) => spoilRows(kind, rows)) }
  }
}

type Rows = readonly unknown[]

function eachDataset(answer: JsonRecord, change: (rows: Rows) => Rows): JsonRecord {
  return Object.fromEntries(Object.entries(datasetsOf(answer)).map(([name, rows]) => [name, change(listOf(rows))]))
}

/** What is no table of the service itself. */
function datasetsOf(answer: unknown): JsonRecord {
  const entries = isRecord(answer) ? Object.entries(answer) : []
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('__') && name !== 'meta'))
}

function spoilRows(kind: 'duplicateIds' | 'wrongTypes' | 'hugeString', rows: Rows): Rows {
  const [first] = rows
  const changed = (row: unknown, changes: JsonRecord): JsonRecord => ({ ...(isRecord(row) ? row : {}), ...changes })
  switch (kind) {
    case 'duplicateIds': {
      const names = isRecord(first) ? Object.entries(first).filter(([name]) => /^(id|xid|idaasid)$/i.test(name)) : []
      return rows.map((row, at) => (at > 0 && at === rows.length - 1 ? changed(row, Object.fromEntries(names)) : row))
    }
    case 'wrongTypes':
      return rows.map((row) =>
        changed(row, { Surname: { not: 'text' }, Name: ['a', 'list'], EntryDate: true, Date: true }),
      )
    case 'hugeString':
      return rows.map((row, at) => (at === 0 ? changed(row, { Surname: 'x'.repeat(HUGE) }) : row))
  }
}

/** The same list from its beginning. */
function firstPage(url: string): string {
  const parsed = new URL(url)
  for (const name of [...parsed.searchParams.keys()])
    if (name.toLowerCase() === 'page') parsed.searchParams.delete(name)
  return parsed.href
}
