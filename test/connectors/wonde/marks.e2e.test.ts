import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failureOf, marksOf } from '../support/reading.js'
import { open } from './support/open.js'
import { london } from './support/rows.js'
import { page, scriptedSource } from './support/scripted-source.js'
import type { ScriptedSource } from './support/scripted-source.js'
import { simulatedSchool } from './support/simulated-school.js'

describe('a school that shares its register', () => {
  const { control, school, source, deny } = simulatedSchool()

  test('gives every mark of the days asked for, with its code and without the comment beside it', async () => {
    const read = await marksOf(source(), '2026-11-05', '2026-11-06')
    const { data } = await control('GET', `schools/${school().id}/attendance?from=2026-11-05&to=2026-11-06`)
    const told = (data as { date: string; session: string; code: string }[]).map((mark) => mark.code)
    expect(read.length).toBeGreaterThanOrEqual(told.length)
    expect(new Set(read.map(({ code }) => code))).toEqual(new Set(told))
    expect(new Set(read.map(({ date }) => date))).toEqual(new Set(['2026-11-05', '2026-11-06']))
    expect(new Set(read.flatMap((mark) => Object.keys(mark)))).toEqual(new Set(['pupil', 'date', 'session', 'code']))
  })

  test('gives only what was entered or changed since a day, and what is a day older', async () => {
    const [all, changed] = [
      await marksOf(source(), '2026-10-01', '2026-11-10'),
      await marksOf(source(), '2026-10-01', '2026-11-10', '2026-11-09'),
    ]
    expect(changed.length).toBeGreaterThan(0)
    expect(changed.length).toBeLessThan(all.length / 5)
    const told = new Set(all.map((mark) => JSON.stringify(mark)))
    expect(changed.filter((mark) => !told.has(JSON.stringify(mark)))).toEqual([])
    const lastDays = all.filter(({ date }) => date >= '2026-11-08').map((mark) => JSON.stringify(mark))
    const given = new Set(changed.map((mark) => JSON.stringify(mark)))
    expect(lastDays.filter((mark) => !given.has(mark))).toEqual([])
  })

  test('uses the national codes where the school does not share its own, and says what it does not share', async () => {
    await deny('attendance_codes')
    expect((await marksOf(source(), '2026-11-05', '2026-11-05')).some(({ code }) => code === '/')).toBe(true)
    expect((await source().permissions()).permitted).toContain('pupil.attendance')
    await deny('attendance')
    expect((await source().permissions()).permitted).not.toContain('pupil.attendance')
    expect(await failureOf(marksOf(source(), '2026-11-05', '2026-11-05'))).toMatchObject({ type: 'SourceRefused' })
  })
})

describe('a register in any form', () => {
  let server: ScriptedSource
  beforeEach(async () => {
    server = await scriptedSource()
    server.script('schools/:school/attendance-codes', () =>
      page([{ id: 'A101', code: 'I', type: 'AUTHORISED ABSENCE' }]),
    )
  })
  afterEach(() => server.close())

  const row = (more: object) => ({
    id: 'A1',
    date: london('2026-11-05'),
    session: 'AM',
    student: 'A7',
    attendance_code: 'A101',
    ...more,
  })
  const read = async (...rows: object[]) => {
    server.script('schools/:school/attendance/session', () =>
      page(rows.map((one, at) => ({ ...row(one), id: `A${at}` }))),
    )
    return marksOf(open({ baseUrl: server.baseUrl }), '2026-11-05', '2026-11-05')
  }

  test('is read by the code’s id, by the code itself, or as it came', async () => {
    const whole = { data: { id: 'A9', code: 'M' } }
    const read4 = await read(
      {},
      { attendance_code: whole, student: { data: { id: 8 } } },
      { attendance_code: 'A404' },
      { attendance_code: null, session: 'pm' },
    )
    expect(read4.map(({ pupil, session, code }) => [pupil, session, code])).toEqual([
      ['A7', 'AM', 'I'],
      ['8', 'AM', 'M'],
      ['A7', 'AM', 'A404'],
      ['A7', 'PM', '-'],
    ])
  })

  test('gives no day that was not asked for, though the source knows no dates', async () => {
    expect(await read({ date: '2026-11-04' }, {}, { date: '2026-11-06' })).toHaveLength(1)
    expect(server.asked.at(-1)).toContain('attendance_date_after=2026-11-04&attendance_date_before=2026-11-06')
  })

  test.for([
    ['a session that is none', { session: 'EVE' }, 'session'],
    ['no day', { date: null }, 'date'],
    ['no pupil', { student: null }, 'student'],
    ['a code as long as prose', { attendance_code: 'x'.repeat(90) }, 'attendance_code'],
  ] as const)('stops at %s and says where, not what', async ([, more, where]) => {
    const failure = await failureOf(read(more))
    expect(failure.type).toBe('SourceChangedShape')
    expect(failure.message).toContain(where)
    expect(failure.message).not.toMatch(/EVE|xxx/)
  })
})
