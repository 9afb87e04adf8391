import { changedShape } from '../../http/failures.js'
import { codeOfMark, sessionOfMark } from '../../mark.js'
import type { SourceMark } from '../../source.js'
import { calendarDay, text } from './row.js'
import type { Row } from './row.js'

const LONGEST_ID = 100

/**
 * One row of marks: who, which half of which day, which code. Null of a lesson's, which is not asked for and might come along. `refOf` gives
 * the source's own id of a pupil by the MIS id.
 */
export function translateMark(row: Row, refOf: (misId: string) => string): SourceMark | null {
  if (isOfLesson(row)) return null
  const student = text(row, 'StudentId')
  if (student === null || student.length > LONGEST_ID) throw changedShape(`${row.at}.StudentId`, 'not_an_id')
  const date = calendarDay(row, 'Date')
  if (date === null) throw changedShape(`${row.at}.Date`, 'not_a_date')
  return {
    pupil: refOf(student),
    date,
    session: sessionOfMark(text(row, 'Session'), `${row.at}.Session`),
    code: codeOfMark(text(row, 'Mark'), `${row.at}.Mark`),
  }
}

/** S is a session, L a lesson; in a list of sessions alone the column may be missing. */
function isOfLesson(row: Row): boolean {
  const type = text(row, 'Type')?.charAt(0).toUpperCase()
  if (type !== undefined && type !== 'S' && type !== 'L') throw changedShape(`${row.at}.Type`, 'not_a_type')
  return type === 'L'
}
