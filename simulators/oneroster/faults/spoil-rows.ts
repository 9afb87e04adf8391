import { firstHalf } from '../../faults/spoil-list.js'
import type { CountsKind, ListKind } from '../../faults/fault.js'
import type { JsonRecord } from '../../json.js'
import type { Row } from '../scene.js'

type RowKind = Extract<ListKind, 'duplicateIds' | 'wrongTypes' | 'hugeString'>

const HUGE = 10 * 1024 * 1024

/** Rows of a list or a file, made untrue. */
export function spoilRows<R extends JsonRecord>(kind: RowKind, rows: readonly R[]): readonly R[] {
  switch (kind) {
    case 'duplicateIds':
      return rows.map((row, index) =>
        index > 0 && index === rows.length - 1 ? { ...row, sourcedId: rows[0]?.['sourcedId'] } : row,
      )
    case 'wrongTypes':
      return rows.map((row) => ({ ...row, ...otherTypes }))
    case 'hugeString':
      return rows.map((row, index) => (index === 0 ? { ...row, ...hugeSurname(row) } : row))
  }
}

/** A file has rows and no pages that could lie; all in it is text, but there are texts that are no days. */
export function spoilFile(kind: ListKind | CountsKind, rows: readonly Row[], file: string): readonly Row[] {
  switch (kind) {
    case 'duplicateIds':
    case 'hugeString':
      return spoilRows(kind, rows)
    case 'wrongTypes':
      return rows.map((row) => ({ ...row, birthDate: 'soon', beginDate: 'soon' }))
    case 'emptySchool':
      return file === 'orgs' ? rows : []
    case 'truncatedPage':
      return file === 'orgs' ? rows : firstHalf(rows)
    case 'missingLastPage':
    case 'repeatedPage':
    case 'endlessPages':
    case 'moreWithoutNext':
    case 'nextOnOtherHost':
    case 'countsDisagree':
    case 'countsUnsaid':
      return rows
  }
}

const otherTypes = {
  givenName: ['a', 'list'],
  preferredFirstName: ['a', 'list'],
  familyName: { not: 'text' },
  preferredLastName: { not: 'text' },
  title: 3,
  user: true,
}

/** In whichever of its places the row has one. */
function hugeSurname(row: JsonRecord): JsonRecord {
  const places = ['familyName', 'preferredLastName'].filter((name) => row[name] !== undefined)
  return Object.fromEntries(places.map((name) => [name, 'x'.repeat(HUGE)]))
}
