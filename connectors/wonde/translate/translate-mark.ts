import type { SourceMark } from '../../source.js'
import { changedShape } from '../../http/failures.js'
import { codeOfMark, LONGEST_CODE, sessionOfMark } from '../../mark.js'
import type { Block } from '../../block.js'
import { idOf, text } from './block.js'
import { behind, named } from './named.js'
import { calendarDay } from './calendar-day.js'

/** One row of `attendance/session`: who, which half of which day, which code. Its comment and who took the register are never looked at. */
export function translateMark(row: Block, codes: ReadonlyMap<string, string>): SourceMark {
  const date = calendarDay(row, 'date')
  if (date === null) throw changedShape(`${row.at}.date`, 'not_a_date')
  const session = sessionOfMark(text(row, 'session'), `${row.at}.session`)
  return { pupil: named(row, 'student'), date, session, code: codeOf(row, codes) }
}

/** A code that the list does not have stays what came: it is data, and is counted as odd where codes are judged. */
function codeOf(row: Block, codes: ReadonlyMap<string, string>): string {
  const at = `${row.at}.attendance_code`
  const value = row.row['attendance_code']
  if (value === null || value === undefined || value === '') return codeOfMark(null, at)
  const within = behind(value)
  const code = within === undefined ? undefined : text({ row: within, at }, 'code')
  if (code) return codeOfMark(code, at)
  const id = named(row, 'attendance_code')
  return codes.get(id) ?? codeOfMark(id, at)
}

/** One row of a list of codes: its id, and the code itself. */
export function translateCode(row: Block): readonly [id: string, code: string] {
  const code = text(row, 'code')
  if (code === null || code.length > LONGEST_CODE) throw changedShape(`${row.at}.code`, 'not_a_code')
  return [idOf(row), code]
}
