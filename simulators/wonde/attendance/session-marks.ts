import { json } from '../../http/answer.js'
import { marksBetween } from '../../model/attendance/marks-between.js'
import { firstDay, schoolYearOf } from '../../model/calendar.js'
import { cutPage } from '../paging/cut-page.js'
import { calendarDate, instantDate } from '../printing/dates.js'
import { updatedWithin } from '../lists/updated-within.js'
import { personId } from '../wonde-id.js'
import { codeObject } from './attendance-codes.js'
import type { Mark } from '../../model/attendance/marks-between.js'
import type { Day } from '../../model/calendar.js'
import type { RosterWithEvents } from '../../events/roster-after.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Scene } from '../scene.js'

type List = 'pupils' | 'leavers'

/** `attendance/session` and `attendance-leavers/session`: half a day of one pupil a row. */
export function sessionMarks(list: List, scene: Scene, request: SimulatorRequest): Answer {
  const { query } = request
  const from = query.get('attendance_date_after')?.slice(0, 10)
  const to = query.get('attendance_date_before')?.slice(0, 10)
  const rows = updatedWithin(marksOf(scene, list, from ?? earliest(scene.roster.day), to ?? scene.roster.day), query)
  const page = cutPage(rows, request, 'attendance')
  const includesCode = (query.get('include') ?? '').split(',').includes('attendance_code')
  const data = page.rows.map((mark) => printed(mark, scene, includesCode))
  return json(200, { data, meta: { pagination: page.pagination, includes: ['attendance_code'] } })
}

/** Without a date the present school year and the one before. */
const earliest = (day: Day) => firstDay(schoolYearOf(day) - 1)

// A walk asks for the same days page by page. Kept by roster, which is another object after every event and every day.
const listed = new WeakMap<RosterWithEvents, Map<string, readonly Mark[]>>()

function marksOf({ roster, seed }: Scene, list: List, from: Day, to: Day): readonly Mark[] {
  const of = listed.get(roster) ?? new Map<string, readonly Mark[]>()
  listed.set(roster, of)
  const key = `${list} ${from} ${to}`
  const first = from < earliest(roster.day) ? earliest(roster.day) : from
  const known =
    of.get(key) ??
    marksBetween(roster[list], first, to, {
      seed,
      today: roster.day,
      set: roster.marks,
    })
  of.set(key, known)
  return known
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
