import { expect, test } from 'vitest'
import { attendanceWindow, walksOf } from '../../../agreement/attendance/window.js'
import { attendanceEnd } from '../../../agreement/retention/attendance-year.js'

const calendar = {
  terms: [{ schoolYear: '2027/28', autumnFirst: '2027-08-26', summerLast: null, breaks: [] }],
}

test.for([
  ['the first read', '2026-11-27', null, true, '2026-09-01', null],
  ['the first read where earlier years are kept', '2026-11-27', null, false, '2026-09-01', null],
  ['a night', '2026-11-27', '2026-11-26', true, '2026-10-26', '2026-11-26'],
  ['another read of a day', '2026-11-27', '2026-11-27', true, '2026-10-26', '2026-11-27'],
  ['the first night of a week', '2026-11-30', '2026-11-29', true, '2026-10-26', null],
  ['the night after a pause', '2026-11-27', '2026-10-05', true, '2026-09-07', null],
  ['a night soon after the year began', '2026-09-10', '2026-09-09', true, '2026-09-01', '2026-09-09'],
  ['the first night of a year', '2026-09-01', '2026-08-31', true, '2026-09-01', '2026-08-31'],
  ['the same where earlier years are kept', '2026-09-10', '2026-08-31', false, '2026-08-03', null],
  ['a year that begins before September', '2027-08-27', '2027-08-26', true, '2027-08-26', '2027-08-26'],
  ['the first read in summer', '2026-08-20', null, true, '2025-09-01', null],
] as const)(
  '%s begins, on %s, last read to %s, at the right day, and asks for all of a window once a week',
  ([, today, readTo, currentYearOnly, from, changedSince]) => {
    expect(attendanceWindow({ today, readTo, currentYearOnly }, calendar)).toEqual({ from, to: today, changedSince })
  },
)

test('a window is walked in stretches that leave no day out and none twice', () => {
  const window = { from: '2026-09-01', to: '2026-11-03' }
  expect(walksOf({ ...window, changedSince: null })).toEqual([
    { from: '2026-09-01', to: '2026-09-28' },
    { from: '2026-09-29', to: '2026-10-26' },
    { from: '2026-10-27', to: '2026-11-03' },
  ])
  expect(walksOf({ ...window, changedSince: '2026-11-02' })).toEqual([window])
  expect(walksOf({ from: '2026-09-01', to: '2026-09-29', changedSince: null })).toEqual([
    { from: '2026-09-01', to: '2026-09-28' },
    { from: '2026-09-29', to: '2026-09-29' },
  ])
})

test.for([
  [2025, '2026-08-31T23:00:00Z', '2026-09-01T23:00:00Z'],
  [2026, '2027-08-25T23:00:00Z', '2027-08-26T23:00:00Z'],
] as const)('the marks of %i are over when the next year begins and gone a day after [R30]', ([year, begins, due]) => {
  const end = attendanceEnd(year, calendar)
  expect([new Date(end.begins), new Date(end.dueAt)]).toEqual([new Date(begins), new Date(due)])
})
