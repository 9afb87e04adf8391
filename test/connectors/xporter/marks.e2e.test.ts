import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Source, SourceMark } from '../../../connectors/source.js'
import { xporterSource } from '../../../connectors/xporter/xporter-source.js'
import { xporterWith } from '../../simulators/xporter-client.js'
import { calm, failureOf, marksOf, readAll } from '../support/reading.js'
import { open as openWonde } from '../wonde/support/open.js'

let school: Awaited<ReturnType<typeof xporterWith>>
beforeAll(async () => {
  school = await xporterWith(120)
})
afterEach(async () => {
  await school.habits({})
  await school.deny()
  await school.sim('DELETE', 'faults')
  await school.sim('DELETE', 'requests')
})
afterAll(async () => school.stop())

/** Pages of a thousand, so that a fortnight has several. */
function source(rowsAPage = 1_000): Source {
  const { schoolId, relyingParty, schoolSecret } = school.credentials
  return xporterSource(
    { connector: 'xporter', schoolId, relyingParty, baseUrl: school.url },
    { schoolSecret },
    { ...calm, patienceMs: 200 },
    { allowPlainLoopback: true, firstWaitMs: 4, rowsAPage },
  )
}

const TODAY = '2026-11-23'
const fortnight = ['2026-11-09', '2026-11-20'] as const
const text = (marks: readonly SourceMark[]) => marks.map((mark) => JSON.stringify(mark)).sort()

/** Marks by the MIS id of their pupil, which is the same whatever names the source has. */
async function byMisId(of: Source, days: readonly [string, string] = fortnight): Promise<string[]> {
  const { records } = await readAll(of, 'pupil', ['pupil.misId'])
  // Wonde lists guests, and leavers who are not cleared away yet, as well: they have marks.
  const own = records.filter(({ facts: { status, spell } }) => status !== 'G' && (spell?.leaving ?? TODAY) >= TODAY)
  const misIds = new Map(
    own.map(({ ref, identities }) => [ref, identities.find(({ kind }) => kind === 'misId')?.value ?? '']),
  )
  const marks = await marksOf(of, ...days)
  return marks
    .filter(({ pupil }) => misIds.has(pupil))
    .map(({ pupil, date, session, code }) => `${misIds.get(pupil) ?? ''} ${date} ${session} ${code}`)
    .sort()
}

interface Told {
  readonly misId: string
  readonly date: string
  readonly session: string
  readonly code: string
}

async function register([from, to]: readonly [string, string] = fortnight): Promise<string[]> {
  const { data } = await school.sim('GET', `schools/${school.id}/attendance?from=${from}&to=${to}`)
  return (data as Told[]).map((mark) => `${mark.misId} ${mark.date} ${mark.session} ${mark.code}`).sort()
}

const asked = async () =>
  (await school.sim('GET', 'requests')).data as { readonly path: string; readonly query: Record<string, string> }[]

test('every mark of the days asked for is given, with its pupil as the list of pupils names them, and nothing beside it', async () => {
  expect(await byMisId(source())).toEqual(await register())
  const marks = await marksOf(source(), ...fortnight)
  expect(new Set(marks.flatMap((mark) => Object.keys(mark)))).toEqual(new Set(['pupil', 'date', 'session', 'code']))
  expect(new Set(marks.map(({ date }) => date)).size).toBe(10)
})

test('the same weeks read through Wonde and through Xporter are the same marks of the same pupils', async () => {
  const { data } = await school.sim('GET', `schools/${school.id}`)
  const { credentials } = data as { credentials: { wonde: { schoolId: string; token: string } } }
  const overWonde = openWonde({ baseUrl: school.url, ...credentials.wonde })
  const through = async (of: Source) => byMisId(of, ['2026-10-19', '2026-11-22'])
  const [wonde, xporter] = [await through(overWonde), await through(source())]
  expect(wonde.length).toBeGreaterThan(120 * 30)
  expect(xporter).toEqual(wonde)
})

test('a mark that was set by hand is read as it was set, one that no list knows too', async () => {
  const { misId } = (await school.truth()).pupils[3]!
  await school.event({ do: 'mark', misId, on: '2026-11-12', session: 'PM', code: 'QQ' })
  const day = await byMisId(source(), ['2026-11-12', '2026-11-12'])
  expect(day.filter((mark) => mark.startsWith(`${misId} `))).toEqual([
    expect.stringContaining(`${misId} 2026-11-12 AM`),
    `${misId} 2026-11-12 PM QQ`,
  ])
})

test('a night that asks for changes gets the last days, and those before wait for the whole read', async () => {
  const read = await marksOf(source(), '2026-10-26', '2026-11-23', '2026-11-20')
  expect(text(read)).toEqual(text(await marksOf(source(), '2026-11-13', '2026-11-23')))
  expect([...read].map(({ date }) => date).sort()[0]).toBe('2026-11-13')
  // Never beyond what was asked for, however long ago the last read was.
  const late = await marksOf(source(), '2026-11-18', '2026-11-23', '2026-11-20')
  expect([...late].map(({ date }) => date).sort()[0]).toBe('2026-11-18')
})

test('marks are asked for by day, pupil, session and code, and neither minutes nor notes, leavers nor lessons ever are', async () => {
  await marksOf(source(), ...fortnight)
  const lists = (await asked()).filter(({ path }) => path.includes('/School/'))
  expect(new Set(lists.map(({ path }) => path.split('/').at(-1)))).toEqual(new Set(['Students', 'AttendanceForDateRange'])) // prettier-ignore
  const columns = new Set(lists.flatMap(({ query }) => query['select']?.split(',') ?? []))
  expect(columns).toEqual(new Set(['Id', 'XID', 'IdaasId', 'Date', 'StudentId', 'Mark', 'Type', 'Session']))
  expect(JSON.stringify(lists)).not.toMatch(/minslate|notes|includeleavers|AttendanceForDate[^R]/i)
})

test('a night is seven answers, whatever the days: who asks, who the pupils are, and one page', async () => {
  const opened = source(25_000)
  await opened.school()
  await marksOf(opened, '2026-10-26', '2026-11-23')
  expect((await asked()).map(({ path }) => path.split('/').at(-1))).toEqual([
    'GetToken',
    'TokenDetails',
    'Students',
    'Students',
    'AttendanceForDateRange',
    'AttendanceForDateRange',
    'AttendanceForDateRange',
  ])
})

test.for([
  [{ marks: 'endpoint' }],
  [{ dates: 'between' }],
  [{ register: 'late' }],
  [{ keys: 'older' }],
  [{ keys: 'lower' }],
  [{ select: 'ignored' }],
  [{ pagination: 'always' }],
  [{ pagination: 'never' }],
  [{ errors: 'bodies' }],
  [{ xids: 'missing' }],
] as const)('whatever habits the source has, the same marks are read: %j', async ([habits]) => {
  await school.habits(habits)
  expect(await byMisId(source())).toEqual(await register())
})

test('yesterday’s register is not taken for today’s: a first answer is from the copy of before, and the new one is waited for', async () => {
  await school.habits({ register: 'late' })
  const week = ['2026-11-16', '2026-11-20'] as const
  const answer = async () => (await school.read(`AttendanceForDateRange?DateFrom=${week[0]}&DateTo=${week[1]}`))['AttendMarks'] // prettier-ignore
  const [first, second] = [await answer(), await answer()]
  expect(first).not.toEqual(second)
  expect(await byMisId(source(), week)).toEqual(await register(week))
})

test.for([
  ['missingLastPage', 'SourceIncomplete'],
  ['repeatedPage', 'SourceIncomplete'],
  ['endlessPages', 'SourceIncomplete'],
  ['duplicateIds', 'SourceIncomplete'],
  ['wrongTypes', 'SourceChangedShape'],
  ['cutJson', 'SourceIncomplete'],
  ['403', 'SourceRefused'],
  ['503', 'SourceUnavailable'],
] as const)('a register with %s is %s', async ([kind, type]) => {
  await school.sim('PUT', 'faults', { faults: [{ kind, path: '/AttendanceForDateRange' }] })
  expect(await failureOf(marksOf(source(), ...fortnight))).toMatchObject({ type })
})

test('a school that does not share its register says so, and refuses', async () => {
  expect((await source().permissions()).permitted).toContain('pupil.attendance')
  await school.deny('Attendance')
  expect((await source().permissions()).permitted).not.toContain('pupil.attendance')
  expect(await failureOf(marksOf(source(), ...fortnight))).toMatchObject({ type: 'SourceRefused' })
})
