import type { Agreement } from '../agreement.js'
import { choice, wording } from './change.js'
import type { Change } from './change.js'
import { diffLeaver } from './leaver.js'
import { inWords, period } from './period.js'

type Time = Agreement['time']

/** How long data stays. Whatever stays longer, or is seen longer, widens. */
export function diffTime(before: Time, after: Time): readonly Change[] {
  return [
    ...diffLeaver(before.pupilLeaver, after.pupilLeaver),
    ...choice('time.leaverVisibility', before.leaverVisibility, after.leaverVisibility, {
      wider: 'reporting',
      words: {
        widens: 'A leaver can be read as one who left, until erased.',
        narrows: 'A leaver is hidden until erased.',
      },
    }),
    ...stageEnd(before.stageEnd, after.stageEnd),
    ...staff(before, after),
    ...period('time.contractEnd', before.contractEnd, after.contractEnd, 'Kept after the contract has ended'),
    ...choice('time.attendanceCurrentYear', before.attendanceCurrentYear, after.attendanceCurrentYear, {
      wider: false,
      words: {
        widens: 'Attendance of earlier school years stays.',
        narrows: 'Attendance is held for the current school year only.',
      },
    }),
    ...wording(
      'time.margins',
      before.margins,
      after.margins,
      'neither',
      'Erasing is planned ahead of its deadline by another margin; the deadline stays.',
    ),
  ]
}

function stageEnd(before: string | null, after: string | null): readonly Change[] {
  const path = 'time.stageEnd'
  if (before !== null && after !== null) return period(path, before, after, 'Kept after the end of the top year')
  if (before === after) return []
  return after === null
    ? [{ effect: 'widens', path, words: 'The end of the top year no longer ends anything; only leaving does.' }]
    : [{ effect: 'narrows', path, words: `Erased ${inWords(after)} after the end of the top year at the latest.` }]
}

function staff(before: Time, after: Time): readonly Change[] {
  return [
    ...choice('time.staffLeaver', before.staffLeaver, after.staffLeaver, {
      wider: 'disable_then_school_decides',
      words: {
        widens: 'Staff who leave are disabled until the school decides; so far they were erased.',
        narrows: 'Staff who leave are erased; so far they were disabled until the school decided.',
      },
    }),
    ...period('time.staffMaxDisabled', before.staffMaxDisabled, after.staffMaxDisabled, 'Staff kept as disabled'),
  ]
}
