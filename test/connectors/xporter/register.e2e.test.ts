import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failureOf, marksOf } from '../support/reading.js'
import { error, open, page, scriptedXporter } from './support/scripted-source.js'
import type { ScriptedXporter } from './support/scripted-source.js'

const DAY = '2026-11-05'

let server: ScriptedXporter
beforeEach(async () => {
  server = await scriptedXporter()
  server.script('Students', () => page('Students', [{ Id: '9919', XID: 'xQ7K2MD', IdaasId: 'PL-9919' }]))
})
afterEach(() => server.close())

const row = (more: object) => ({
  Id: `9919.${DAY}.AM`,
  Date: DAY,
  StudentId: '9919',
  Mark: '/',
  Type: 'S',
  Session: 'AM',
  ...more,
})

async function read(...rows: object[]) {
  const numbered = rows.map((one, at) => ({ ...row(one), Id: `${at}` }))
  server.script('AttendanceForDateRange', () => page('AttendMarks', numbered))
  return marksOf(open(server, { patienceMs: 60 }), DAY, DAY)
}

describe('a register in any form', () => {
  test('is read with padding, times, either case and empty marks, by the name that its pupil has in the list of pupils', async () => {
    const marks = await read(
      { Mark: ' I ' },
      { StudentId: 8, Session: 'pm', Type: 'Session' },
      { Mark: null, Date: `${DAY}T00:00:00.00`, Type: null },
      { Mark: '\\', Date: '05-11-2026' },
    )
    expect(marks).toEqual([
      { pupil: 'xQ7K2MD', date: DAY, session: 'AM', code: 'I' },
      { pupil: 'PL-8', date: DAY, session: 'PM', code: '/' },
      { pupil: 'xQ7K2MD', date: DAY, session: 'AM', code: '-' },
      { pupil: 'xQ7K2MD', date: DAY, session: 'AM', code: '\\' },
    ])
  })

  test('gives no mark of a lesson, and no day that was not asked for, whatever bounds the source takes', async () => {
    const marks = await read({ Type: 'L' }, { Date: '2026-11-04' }, {}, { Date: '2026-11-06' })
    expect(marks).toHaveLength(1)
    expect(server.asked.at(-1)).toContain('DateFrom=2026-11-04&DateTo=2026-11-06')
  })

  test.for([
    ['a session that is none', { Session: 'EVE' }, 'Session: not_a_session'],
    ['no session', { Session: null }, 'Session: not_a_session'],
    ['no day', { Date: null }, 'Date: not_a_date'],
    ['a day that is none', { Date: '2026-13-45' }, 'Date: not_a_date'],
    ['no pupil', { StudentId: null }, 'StudentId: not_an_id'],
    ['a pupil as long as prose', { StudentId: 'x'.repeat(200) }, 'StudentId: not_an_id'],
    ['a code as long as prose', { Mark: 'x'.repeat(90) }, 'Mark: too_long'],
    ['a kind of mark that nobody knows', { Type: 'EVE' }, 'Type: not_a_type'],
  ] as const)('stops at %s and says where, not what', async ([, more, message]) => {
    expect(await failureOf(read(more))).toMatchObject({
      type: 'SourceChangedShape',
      message: `AttendanceForDateRange.AttendMarks[].${message}`,
    })
  })

  test('that is not there at all is SourceChangedShape, and not an empty one', async () => {
    server.script('AttendanceForDateRange', () => page('Students', []))
    expect(await failureOf(marksOf(open(server), DAY, DAY))).toMatchObject({ type: 'SourceChangedShape' })
  })
})

describe('a copy of a register', () => {
  test('is asked for, waited for, and read when it is ready', async () => {
    let [answers, looks] = [0, 0]
    const now = row({ Mark: 'N' })
    server.script('AttendanceForDateRange', () => page('AttendMarks', [(answers += 1) === 1 ? row({}) : now]))
    server.script('DbStatus', (url) => {
      if (!url.pathname.endsWith('AttendanceForDateRange')) return {}
      return { __dbStatus__: [{ Name: 'XodAttendance', Status: (looks += 1) < 3 ? 'Expired' : 'OK' }] }
    })
    const marks = await marksOf(open(server), DAY, DAY)
    expect(marks.map(({ code }) => code)).toEqual(['N'])
    expect(looks).toBe(3)
  })

  test('that does not become ready is SourceUnavailable', async () => {
    server.script('AttendanceForDateRange', () => page('AttendMarks', [row({})]))
    server.script('DbStatus', (url) =>
      url.pathname.endsWith('AttendanceForDateRange') ? { __dbStatus__: [{ Status: 'Expired' }] } : {},
    )
    expect((await failureOf(marksOf(open(server, { patienceMs: 60 }), DAY, DAY))).type).toBe('SourceUnavailable')
  })

  test('of which a source does not tell is read all the same', async () => {
    server.script('DbStatus', () => error('The scope is missing.'))
    expect(await read({})).toHaveLength(1)
  })
})
