import { marksListed } from '../../events/marks-listed.js'
import { attendanceCodes as known } from '../../model/attendance/codes.js'
import { addDays } from '../../model/calendar.js'
import { printer } from './columns.js'
import { table } from './dataset.js'
import type { RegisterOf } from '../../events/marks-listed.js'
import type { AttendanceCode } from '../../model/attendance/codes.js'
import type { Mark } from '../../model/attendance/marks-between.js'
import type { View } from '../scene.js'
import type { Columns } from './columns.js'
import type { Endpoint } from './dataset.js'

const markColumns: Columns<Mark> = {
  Attendance: {
    Id: ({ pupil, day, session }) => `${pupil.misId}.${day}.${session}`,
    Date: ({ day }) => day,
    StudentId: ({ pupil }) => pupil.misId,
    Mark: ({ code }) => code,
    Type: () => 'S',
    Session: ({ session }) => session,
  },
}

/** Half days of a stretch of days: marks of sessions alone, of those on roll. */
export const attendanceForDateRange: Endpoint = {
  scope: 'Attendance',
  needs: ['DateFrom', 'DateTo'],
  tables: (view) => {
    const name = view.habits.marks === 'endpoint' ? 'AttendanceForDateRange' : 'AttendMarks'
    return [table(name, marksIn(view), printer({ columns: markColumns }, view))]
  },
}

function marksIn(view: View): readonly Mark[] {
  const { roster, seed, options, parameters, id, habits, asOf } = view
  const [from, to] = [dayIn(parameters, 'datefrom'), dayIn(parameters, 'dateto')]
  const days = habits.dates === 'between' ? { from: addDays(from, 1), to: addDays(to, -1) } : { from, to }
  const session = parameters.get('sessiontype')?.toUpperCase()
  const lists: readonly RegisterOf['list'][] = options.has('includeleavers') ? ['pupils', 'leavers'] : ['pupils']
  return lists
    .flatMap((list) => marksListed(roster, seed, { list, ...days, today: asOf }))
    .filter((mark) => session === undefined || mark.session === session)
    .filter((mark) => id === undefined || mark.pupil.misId === id)
    .filter(({ code }) => !(options.has('excludenomarks') && code === '-'))
    .filter(({ code }) => !(options.has('excludeclosed') && code === '#'))
}

const dayIn = (parameters: View['parameters'], name: string) => (parameters.get(name) ?? '').slice(0, 10)

const meanings = {
  PRESENT: ['Present', 'Present', 'IN'],
  'AUTHORISED ABSENCE': ['Authorised Absence', 'Authorised', 'OUT'],
  'UNAUTHORISED ABSENCE': ['Unauthorised Absence', 'Unauthorised', 'OUT'],
  'NOT REQUIRED': ['Attendance not required', 'Not required', 'OUT'],
} as const

const codeColumns: Columns<AttendanceCode> = {
  Attendance: {
    Mark: ({ code }) => code,
    Description: ({ description }) => description,
    MeaningDescription: ({ type }) => meanings[type][0],
    ShortMeaningDescription: ({ type }) => meanings[type][1],
    PhysicalMeaning: ({ type }) => meanings[type][2],
  },
}

/** The national list, for everybody. Its rows have no id. */
export const attendanceCodes: Endpoint = {
  scope: 'Attendance',
  tables: (view) => [table('AttendCodes', known, printer({ columns: codeColumns }, view))],
}
