import { afterAll, beforeAll, expect, test } from 'vitest'
import { markOn } from '../../simulators/model/attendance/mark-on.js'
import { isSchoolDay } from '../../simulators/model/attendance/school-day.js'
import { simulatorWith } from './client.js'

interface Told {
  readonly misId: string
  readonly date: string
  readonly session: string
  readonly code: string
}

let school: Awaited<ReturnType<typeof simulatorWith>>
beforeAll(async () => {
  school = await simulatorWith({ pupils: 80 })
})
afterAll(async () => school.stop())

const week = 'attendance_date_after=2026-11-09&attendance_date_before=2026-11-13'
const told = async () =>
  ((await school.parsed(`/_sim/schools/${school.id}/attendance?from=2026-11-09&to=2026-11-13`)) as { data: Told[] })
    .data

test('every session of every pupil on roll has one mark, whatever the size of the page', async () => {
  const marks = await told()
  const since = new Map((await school.truth()).pupils.map((pupil) => [pupil.misId, String(pupil['admissionDate'])]))
  const days = ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13']
  const there = [...since.values()].flatMap((admission) => days.filter((day) => admission <= day))
  expect(marks).toHaveLength(there.length * 2)
  const { rows, pages } = await school.walk(`attendance/session?${week}&per_page=200&cursor=true`)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  expect(rows.length).toBeGreaterThan(marks.length)
  expect(pages).toBe(Math.ceil(rows.length / 200))
})

test('there is no school at the weekend, in the half term, at Christmas and in summer, and today is not closed yet', async () => {
  const off = ['2026-11-14', '2026-10-28', '2026-12-25', '2026-08-31', '2026-05-27', '2026-02-17']
  expect(off.filter(isSchoolDay)).toEqual([])
  expect(['2026-11-16', '2026-09-01', '2026-10-23', '2026-07-22'].filter(isSchoolDay)).toHaveLength(4)
  expect((await school.read('attendance/session?attendance_date_after=2026-11-23')).data).toEqual([])
})

test('an absence is without a reason for up to five days, and an interview has another code since the list of 2024', () => {
  const codes = (day: string, today: string) =>
    new Set(Array.from({ length: 4_000 }, (_, pupil) => markOn(7, pupil, day, 'AM', today).code))
  expect([...codes('2024-06-10', '2024-07-01')].sort()).toEqual(['/', 'C', 'G', 'I', 'J', 'L', 'M', 'O', 'U'])
  expect([...codes('2024-09-10', '2024-10-01')].sort()).toEqual(['/', 'C', 'G', 'I', 'J1', 'L', 'M', 'O', 'U'])
  expect([...codes('2024-09-10', '2024-09-10')].sort()).toEqual(['/', 'L', 'N', 'U'])
})

test('a mark that is set by hand stands in list and truth, and is the only one that changes', async () => {
  const before = await told()
  const { misId } = before[0]!
  await school.event({ do: 'mark', misId, on: '2026-11-10', session: 'PM', code: 'Y1' })
  const changed = (await told()).filter(({ code }, at) => code !== before[at]!.code)
  expect(changed).toEqual([{ misId, date: '2026-11-10', session: 'PM', code: 'Y1' }])
  const { rows } = await school.walk(`attendance/session?${week}&updated_after=2026-11-20&include=attendance_code`)
  expect(rows).toMatchObject([{ session: 'PM', attendance_code: { data: { code: 'Y1', type: 'NOT REQUIRED' } } }])
})

test('who may not read attendance is refused, and of leavers there is a list of its own', async () => {
  expect((await school.read('attendance-leavers/session')).data.length).toBeGreaterThan(0)
  await school.deny('attendance', 'attendance_leavers', 'attendance_codes')
  for (const path of ['attendance/session', 'attendance-leavers/session', 'attendance-codes'])
    expect((await school.ask(`${school.own}/${path}`)).status).toBe(403)
  await school.deny()
})
