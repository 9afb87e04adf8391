import { MockActivityEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import { ulid } from 'ulid'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sweepActivities } from '../../../activities/watch/sweep-schools.js'
import { eraseBatchActivities } from '../../../activities/erase/erase-batch.js'
import { closeErasureActivities } from '../../../activities/erase/close-erasure.js'
import { lifeActivities } from '../../../activities/life/life.js'
import { sealFact } from '../../../db/school/document.js'
import { startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import { insertSchool } from '../../db/insert-school.js'
import { fillSchool } from '../../api/filled-school.js'
import type { FilledSchool } from '../../api/filled-school.js'
import type { buildDependencies } from '../../../workers/dependencies.js'

let api: ApiUnderTest
let built: Awaited<ReturnType<typeof buildDependencies>>
let at: FilledSchool
let rung: string[]
let tick = 0
const NOW = new Date('2027-05-01T12:00:00Z')
const dayBefore = new Date('2027-04-30T00:00:00Z')

beforeAll(async () => {
  api = await startApi((deps) => {
    built = deps
    // Ids sort by time, so a school that is registered later is swept later.
    return { clock: () => new Date(NOW.getTime() + (tick += 1)) }
  })
})
beforeEach(async () => {
  rung = []
  at = await fillSchool(api)
})
afterAll(() => api?.stop())

const act = <Result>(work: () => Promise<Result>): Promise<Result> => new MockActivityEnvironment().run(work)
const eye = () => sweepActivities(built, async (school) => void rung.push(school))
/** One page that begins at this school, so that the schools of other tests are none of ours. */
const sweep = (school = at.school, when = NOW) =>
  act(() => eye().sweepSchools({ after: before(school), at: when.toISOString() }))
const before = (school: string) => `${school.slice(0, -1)}${String.fromCharCode(school.charCodeAt(25) - 1)}`
const attention = async (school = at.school) =>
  (await api.call('operator', 'GET', `/v1/schools/${school}`)).body.needsAttention
const register = async (school = at.school) =>
  (await api.call('operator', 'GET', `/v1/audit?school=${school}&limit=500`)).body.data
    .filter(({ act: what }: { act: string }) => what.startsWith('watch'))
    .map(({ act: what, counts }: { act: string; counts: unknown }) => [what, counts])
const metric = async (what: string) =>
  new RegExp(`termkeeper_findings\\{what="${what}"\\} (\\d+)`).exec(
    (await api.call('operator', 'GET', '/metrics')).text,
  )?.[1]
const subjects = async () =>
  (await at.db.selectFrom('subject').select('id').orderBy('id').execute()).map(({ id }) => id)

/** Somebody who left, with the timer that follows, which no wake of ours knows of. */
async function leftLongAgo(pupil: string): Promise<void> {
  await learn(pupil, 'spell', ['2020-09-01', '2026-10-23'], '2026-10-01T02:00:00Z')
  await at.db
    .insertInto('timer')
    .values({
      subject_id: pupil,
      rule: 'leaver',
      item: null,
      due_on: '2027-04-23',
      due_at: new Date('2027-04-22T23:00:00Z'),
      erase_at: new Date('2027-04-15T23:00:00Z'),
      begins_at: new Date('2026-10-23T23:00:00Z'),
      planned: false,
      state: 'waiting',
      fact_what: 'leavingDate',
      fact_date: '2026-10-23',
    }) // prettier-ignore
    .execute()
}
async function learn(pupil: string, what: 'spell', value: unknown, on: string): Promise<void> {
  const key = (await built.keyring.makeSubjectKeys(at.school, [pupil], 'core')).get(pupil)!
  const sealed = sealFact(key, pupil, what, JSON.stringify(value))
  await at.db
    .insertInto('fact')
    .values({ subject_id: pupil, what, learned_at: new Date(on), sealed })
    .execute()
}

test('finds a timer past due that nothing woke for, alerts once, and has it erased; the others stay [R14]', async () => {
  const [gone, ...others] = at.ids.pupils
  await leftLongAgo(gone!)
  expect(await sweep()).toMatchObject({ found: 1 })
  expect([await attention(), await metric('pastDue'), rung]).toEqual(['PastDue', '1', [at.school]])
  const summary = `/v1/retention/summary?school=${at.school}`
  expect((await api.call('head', 'GET', summary)).body.oldestPastDue).toBe('2027-04-23')
  // Found again, it is no second entry in the register.
  await sweep()
  expect(await register()).toEqual([['watchFound', { pastDue: 1 }]])

  const life = lifeActivities(built.control, async () => undefined)
  const step = await life.next({ school: at.school, at: NOW.toISOString() })
  if (step.do !== 'erase') throw new Error(`the lifecycle does ${step.do}`)
  const erasure = { school: at.school, erasure: step.erasure, at: NOW.toISOString() }
  expect(await act(() => eraseBatchActivities(built).eraseDuePeople(erasure))).toBe(1)
  await closeErasureActivities(built).closeErasure({ ...erasure, of: 'people', erasedAt: NOW.toISOString() })
  expect(await subjects()).toEqual([...others, ...at.ids.staff].sort())

  expect(await act(() => eye().lookAgain({ at: NOW.toISOString() }))).toBe(1)
  expect([await attention(), await metric('pastDue')]).toEqual([null, '0'])
  expect((await register()).at(-1)).toEqual(['watchCleared', { pastDue: 0 }])
  expect((await api.call('head', 'GET', summary)).body.oldestPastDue).toBe(null)
  expect(await act(() => eye().lookAgain({ at: NOW.toISOString() }))).toBe(0)
})

test('gives a date to who left without one, and leaves alone whom an instruction hides [R14]', async () => {
  const [left, restricted] = at.ids.pupils
  await learn(left!, 'spell', ['2020-09-01', '2027-03-31'], '2027-03-01T02:00:00Z')
  await at.leave(left!, dayBefore)
  await at.hide(restricted!, dayBefore)
  await at.db
    .insertInto('stay')
    .values({
      subject_id: restricted!,
      kind: 'restriction',
      from_at: dayBefore,
      review_by: '2027-07-01',
      instruction: 1,
    })
    .execute()
  expect(await sweep()).toMatchObject({ found: 1 })
  expect(await at.db.selectFrom('timer').select(['subject_id', 'rule', 'due_on']).execute()).toEqual([
    { subject_id: left, rule: 'leaver', due_on: '2027-09-30' },
  ])
  expect([await attention(), await register()]).toEqual(['PastDue', [['watchFound', { withoutTimer: 1 }]]])
  expect(await sweep()).toMatchObject({ found: 0 })
  expect(await attention()).toBe(null)
})

const item = { item: 'pupil.upn', receipt: 'of one pupil', instruction: null, due_at: NOW, held: 1 } as const

test.for([
  [
    'of a person',
    (erasure: string) => at.db.updateTable('subject').set({ erasure }).where('id', '=', at.ids.pupils[0]!).execute(),
  ],
  [
    'of one item of a pupil, which no certificate speaks of',
    async (erasure: string) => {
      await at.db.deleteFrom('item_line').execute()
      await at.db
        .insertInto('item_line')
        .values({ ...item, erasure })
        .execute()
    },
  ],
] as const)(
  'wakes for an erasure %s that was begun and never finished, an hour after it began and not before',
  async ([, mark]) => {
    const begin = (instant: Date) => mark(ulid(instant.getTime()).toLowerCase())
    await begin(new Date(NOW.getTime() - 1_800_000))
    expect([await sweep(), await register(), rung]).toEqual([{ found: 0 }, [], []])
    await begin(new Date(NOW.getTime() - 3_600_000))
    expect([await sweep(), await register(), rung]).toEqual([
      { found: 1 },
      [['watchFound', { unfinishedErasure: 1 }]],
      [at.school],
    ])
  },
)

test('reports a school that it cannot enter, and goes on with the next', async () => {
  const locked = at.school
  const next = await fillSchool(api)
  at = next
  await leftLongAgo(next.ids.pupils[0]!)
  await sql`update school_database set name = 'school_nowhere' where school_id = ${locked}`.execute(built.control)
  await built.schools.close()
  expect(await sweep(locked)).toMatchObject({ found: 2 })
  expect([await attention(locked), await attention(next.school)]).toEqual(['NotLookedAt', 'PastDue'])
  await sql`update school_database set name = ${`school_${locked}`} where school_id = ${locked}`.execute(built.control)
  await built.schools.close()
  await act(() => eye().lookAgain({ at: NOW.toISOString() }))
  expect(await attention(locked)).toBe(null)
})

test('writes nothing where nothing is to be found, and keeps another reason why a school asks for somebody', async () => {
  await sweep()
  expect([await register(), rung]).toEqual([[], []])
  await leftLongAgo(at.ids.pupils[0]!)
  await sql`update school set needs_attention = 'SourceRefused' where id = ${at.school}`.execute(built.control)
  await sweep()
  expect([await attention(), await register()]).toEqual(['SourceRefused', [['watchFound', { pastDue: 1 }]]])
})

test('goes on after a hundred schools where the page before stopped, and leaves out who has no database or has ended', async () => {
  const hundredth: string[] = []
  for (let made = 0; made < 103; made += 1) hundredth.push(await insertSchool(built.control))
  const [unprovisioned, ended, ...there] = hundredth.sort()
  await sql`update school set accepted_version = 1 where id = any(${hundredth}::text[])`.execute(built.control)
  await sql`update school set phase = 'ended' where id = ${ended}`.execute(built.control)
  await sql`insert into provision_step (school_id, step) select id, 'open' from unnest(${[ended, ...there]}::text[]) as s (id)`.execute(
    built.control,
  )
  // Their databases are not really there, so each is a finding.
  const after = before(unprovisioned!)
  const first = await act(() => eye().sweepSchools({ after, at: NOW.toISOString() }))
  expect(first).toEqual({ found: 100, next: there[99] })
  // What the other tests registered sorts by another day, and comes after these.
  const second = await act(() => eye().sweepSchools({ after: there[99]!, at: NOW.toISOString() }))
  expect(second.next).toBe(undefined)
  expect(await metric('notLookedAt')).toBe('101')
})
