import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { xporterWith } from './xporter-client.js'
import type { XporterRow } from './xporter-client.js'

let school: Awaited<ReturnType<typeof xporterWith>>
beforeAll(async () => {
  school = await xporterWith(80)
})
afterEach(async () => {
  await school.habits({})
  await school.deny()
})
afterAll(async () => school.stop())

const week = 'DateFrom=2026-11-09&DateTo=2026-11-13'
const rows = async (query: string) =>
  (await school.read(`AttendanceForDateRange?${query}`))['AttendMarks'] as readonly XporterRow[]

test('a stretch of days has every session of everybody on roll, in rows like Xporter’s', async () => {
  const { data } = await school.sim('GET', `schools/${school.id}/attendance?from=2026-11-09&to=2026-11-13`)
  const told = (data as { misId: string; date: string; session: string; code: string }[]).map(Object.values)
  const marks = await rows(week)
  const found = marks.map(({ StudentId, Date, Session, Mark }) => [StudentId, Date, Session, Mark].join(' '))
  expect(found).toEqual(expect.arrayContaining(told.map((mark) => mark.join(' '))))
  const [row] = marks
  expect(row).toEqual({
    Id: `${row?.['StudentId']}.2026-11-09.AM`,
    Date: '2026-11-09',
    StudentId: expect.any(String),
    Mark: expect.any(String),
    Type: 'S',
    Session: 'AM',
  })
  expect(new Set(marks.map(({ Id }) => Id)).size).toBe(marks.length)
})

test('marks are narrowed by session, pupil and code, and leavers come by an option', async () => {
  const [all, afternoons] = [await rows(week), await rows(`${week}&sessionType=PM`)]
  expect(afternoons).toEqual(all.filter(({ Session }) => Session === 'PM'))
  const { misId } = (await school.truth()).pupils[2]!
  await school.event({ do: 'mark', misId, on: '2026-11-10', session: 'AM', code: '-' })
  await school.event({ do: 'mark', misId, on: '2026-11-11', session: 'AM', code: '#' })
  const own = (await school.read(`AttendanceForDateRange/${misId}?${week}`))['AttendMarks'] as readonly XporterRow[]
  expect(own.map(({ StudentId }) => StudentId)).toEqual(Array.from({ length: 10 }, () => misId))
  expect((await rows(`${week}&options=excludeNoMarks,excludeClosed`)).length).toBe(all.length - 2)
  const year = 'DateFrom=2025-09-01&DateTo=2026-07-20'
  expect((await rows(`${year}&options=includeLeavers`)).length).toBeGreaterThan((await rows(year)).length)
})

test('the days are mandatory, and may be meant with their bounds or without', async () => {
  for (const path of ['AttendanceForDateRange', 'AttendanceForDateRange?DateFrom=2026-11-09'])
    expect((await school.read(path)).ExceptionMessage).toMatch(/mandatory/)
  await school.habits({ dates: 'between', marks: 'endpoint' })
  const between = (await school.read(`AttendanceForDateRange?${week}`))['AttendanceForDateRange']
  expect(new Set((between as readonly XporterRow[]).map(({ Date }) => Date))).toEqual(
    new Set(['2026-11-10', '2026-11-11', '2026-11-12']),
  )
})

test('a first answer may be the register of the day before, until a new copy is there', async () => {
  await school.habits({ register: 'late' })
  const days = 'DateFrom=2026-11-16&DateTo=2026-11-22'
  const status = async () => (await school.read(`AttendanceForDateRange?${days}&onlyGetDbStatus=true`)).__dbStatus__[0]
  expect((await status())?.['Status']).not.toBe('OK')
  const old = await rows(days)
  expect((await status())?.['Status']).toBe('OK')
  const current = await rows(days)
  expect(current).not.toEqual(old)
  await school.habits({})
  expect(await rows(days)).toEqual(current)
})

test('codes are the national list, with what they mean and without ids', async () => {
  const codes = (await school.read('AttendanceCodes'))['AttendCodes'] as readonly XporterRow[]
  expect(codes).toContainEqual({
    Mark: 'I',
    Description: 'Illness',
    MeaningDescription: 'Authorised Absence',
    ShortMeaningDescription: 'Authorised',
    PhysicalMeaning: 'OUT',
  })
  expect(codes.find(({ Mark }) => Mark === '/')).toMatchObject({ PhysicalMeaning: 'IN' })
})

test('a mark that changed is a changed row, and who may not read attendance is refused', async () => {
  const changes = async (hash: string) => school.read(`AttendanceForDateRange?${week}&changedRows=${hash}`)
  const [{ NextChangedRows: hash } = { NextChangedRows: '' }] = (await changes('%2A')).__changedRows__
  const { misId } = (await school.truth()).pupils[4]!
  await school.event({ do: 'mark', misId, on: '2026-11-12', session: 'PM', code: 'Y1' })
  expect((await changes(hash))['AttendMarks']).toMatchObject([{ StudentId: misId, Session: 'PM', Mark: 'Y1' }])
  await school.deny('Attendance')
  for (const path of [`AttendanceForDateRange?${week}`, 'AttendanceCodes'])
    expect((await school.read(path)).ExceptionMessage).toMatch(/scope/)
})
