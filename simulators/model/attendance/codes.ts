import type { Day } from '../calendar.js'

/** A code of the national list, as an MIS keeps it. */
export interface AttendanceCode {
  readonly code: string
  readonly description: string
  readonly type: 'PRESENT' | 'AUTHORISED ABSENCE' | 'UNAUTHORISED ABSENCE' | 'NOT REQUIRED'
}

/** The day on which the list of 2024 came into force: J and H ended, K, Q, C1, C2, J1 and Y1 to Y7 began. */
export const LIST_OF_2024: Day = '2024-08-19'

const present = list('PRESENT', {
  '/': 'Present (morning)',
  '\\': 'Present (afternoon)',
  L: 'Late, before the register closed',
  B: 'Off-site education',
  K: 'Provision arranged by the authority',
  P: 'Sport',
  V: 'Visit or trip',
  W: 'Work experience',
})
const authorised = list('AUTHORISED ABSENCE', {
  C: 'Leave, exceptional',
  C1: 'Leave, performance or employment abroad',
  C2: 'Leave, part-time timetable',
  E: 'Excluded, no provision',
  I: 'Illness',
  J: 'Interview (until 2024)',
  J1: 'Interview',
  M: 'Medical appointment',
  R: 'Religious observance',
  S: 'Study leave',
  T: 'Travelling for work',
})
const unauthorised = list('UNAUTHORISED ABSENCE', {
  G: 'Holiday not agreed',
  N: 'No reason yet',
  O: 'No permission',
  U: 'Late, after the register closed',
})
const notRequired = list('NOT REQUIRED', {
  D: 'At the other school',
  Q: 'No access arrangements',
  X: 'Not of compulsory age',
  Y1: 'No transport',
  Z: 'Not yet on roll',
  '#': 'School closed as planned',
  '-': 'No mark',
})

/** All that the MIS knows, old ones included: schools keep them. Numbered by their place. */
export const attendanceCodes: readonly AttendanceCode[] = [...present, ...authorised, ...unauthorised, ...notRequired]

function list(type: AttendanceCode['type'], codes: Readonly<Record<string, string>>): AttendanceCode[] {
  return Object.entries(codes).map(([code, description]) => ({ code, description, type }))
}
