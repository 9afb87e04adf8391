import type { SourceMark } from '../../source.js'
import { changedShape } from '../../http/failures.js'
import type { Block } from '../../block.js'
import { idOf, text } from './block.js'
import { behind, named } from './named.js'
import { calendarDay } from './calendar-day.js'

/** What an MIS means by an empty register. */
const NO_MARK = '-'

const LONGEST_CODE = 20

/** One row of `attendance/session`: who, which half of which day, which code. Its comment and who took the register are never looked at. */
export function translateMark(row: Block, codes: ReadonlyMap<string, string>): SourceMark {
  const date = calendarDay(row, 'date')
  const session = (text(row, 'session') ?? '').toUpperCase()
  if (date === null) throw changedShape(`${row.at}.date`, 'not_a_date')
  if (session !== 'AM' && session !== 'PM') throw changedShape(`${row.at}.session`, 'not_a_session')
  return { pupil: named(row, 'student'), date, session, code: codeOf(row, codes) }
}

/** A code that the list does not have stays what came: it is data, and is counted as odd where codes are judged. */
function codeOf(row: Block, codes: ReadonlyMap<string, string>): string {
  const value = row.row['attendance_code']
  if (value === null || value === undefined || value === '') return NO_MARK
  const within = behind(value)
  const code = within === undefined ? undefined : text({ row: within, at: `${row.at}.attendance_code` }, 'code')
  if (code) return sound(code, row)
  const id = named(row, 'attendance_code')
  return codes.get(id) ?? sound(id, row)
}

function sound(code: string, { at }: Block): string {
  if (code.length > LONGEST_CODE) throw changedShape(`${at}.attendance_code`, 'too_long')
  return code
}

/** One row of a list of codes: its id, and the code itself. */
export function translateCode(row: Block): readonly [id: string, code: string] {
  const code = text(row, 'code')
  if (code === null || code.length > LONGEST_CODE) throw changedShape(`${row.at}.code`, 'not_a_code')
  return [idOf(row), code]
}
