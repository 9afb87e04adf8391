import { FileFailure } from './fault.js'

/** One record of a file, and the line on which it begins. */
export interface Line {
  readonly number: number
  readonly cells: readonly string[]
}

/** A cell in quotes, in which a quote is doubled, or one without; then a comma, an end of line, or the end. */
const cellAt = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y

/**
 * Records of comma separated values (RFC 4180), blank lines left out. A quote that is never closed, or text behind a closing one, stops the
 * read: everything behind it would be in the wrong columns.
 */
export function* parseCsv(text: string, file: string): Generator<Line, void, void> {
  let line = 1
  let begins = 1
  let cells: string[] = []
  cellAt.lastIndex = 0
  for (let at = 0; at < text.length || cells.length > 0; at = cellAt.lastIndex) {
    cellAt.lastIndex = at
    const found = cellAt.exec(text)
    if (!found) throw new FileFailure({ file, line, column: cells.length + 1, code: 'a_quote_out_of_place' })
    const [, quoted, bare = '', ending] = found
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    line += breaksIn(quoted ?? '')
    if (ending === ',') continue
    if (cells.length > 1 || cells[0] !== '') yield { number: begins, cells }
    cells = []
    if (ending === '') return
    line += 1
    begins = line
  }
}

function breaksIn(text: string): number {
  return text.includes('\n') || text.includes('\r') ? text.split(/\r\n|\n|\r/).length - 1 : 0
}
