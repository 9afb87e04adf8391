import { json } from '../../http/answer.js'
import { marksListed } from '../../events/marks-listed.js'
import { cutPage } from '../paging/cut-page.js'
import { calendarDate, instantDate } from '../printing/dates.js'
import { updatedWithin } from '../lists/updated-within.js'
import { personId } from '../wonde-id.js'
import { codeObject } from './attendance-codes.js'
import type { RegisterOf } from '../../events/marks-listed.js'
import type { Mark } from '../../model/attendance/marks-between.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Scene } from '../scene.js'

/** `attendance/session` and `attendance-leavers/session`: half a day of one pupil a row. */
export function sessionMarks(list: RegisterOf['list'], scene: Scene, request: SimulatorRequest): Answer {
  const { query } = request
  const from = query.get('attendance_date_after')?.slice(0, 10)
  const to = query.get('attendance_date_before')?.slice(0, 10)
  const { roster, seed } = scene
  const marks = marksListed(roster, seed, { list, from: from ?? '', to: to ?? roster.day, today: roster.day })
  const rows = updatedWithin(marks, query)
  const page = cutPage(rows, request, 'attendance')
  const includesCode = (query.get('include') ?? '').split(',').includes('attendance_code')
  const data = page.rows.map((mark) => printed(mark, scene, includesCode))
  return json(200, { data, meta: { pagination: page.pagination, includes: ['attendance_code'] } })
}

function printed({ number, pupil, day, session, code, updatedAt }: Mark, { seed, scopes }: Scene, whole: boolean) {
  const object = codeObject(code)
  const absent = object['type'] !== 'PRESENT'
  return {
    id: `A${number}`,
    date: calendarDate(day),
    session,
    comment: absent && scopes.allows('attendance.comment') ? `${pupil.forename} rang in.` : null,
    minutes_late: code === 'L' && scopes.allows('attendance.minutes_late') ? 10 : null,
    employee: null,
    attendance_code: whole ? { data: object } : object['id'],
    student: personId('students', pupil, seed),
    created_at: instantDate(`${day} 09:30:00`),
    updated_at: instantDate(updatedAt),
  }
}
