import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepTallies } from '../../../db/control/timer-aggregate.js'
import { countTimers } from '../../../db/school/timer.js'
import { insertSchool } from '../../db/insert-school.js'
import { problemOf, startApi } from '../api-under-test.js'
import type { ApiUnderTest } from '../api-under-test.js'
import { fillSchool } from '../filled-school.js'
import type { FilledSchool } from '../filled-school.js'

const now = new Date('2026-11-24T12:00:00Z')
let api: ApiUnderTest
let at: FilledSchool

beforeAll(async () => {
  api = await startApi(() => ({ clock: () => now }))
  at = await fillSchool(api)
  await time('leaver', '2026-12-01', {})
  await time('leaver', '2026-12-01', { state: 'stayed' })
  await time('stageEnd', '2027-01-31', { planned: true })
  await time('staffCap', '2027-02-01', {})
  await keepTallies(api.deps.control, at.school, await countTimers(at.db), now)
})
afterAll(() => api?.stop())

function time(rule: string, day: string, { planned = false, state = 'waiting' as 'waiting' | 'stayed' }) {
  const due = new Date(`${day}T00:00:00Z`)
  const row = { subject_id: randomUUID(), rule, item: null, due_on: day, due_at: due, erase_at: due, begins_at: now }
  return at.db
    .insertInto('timer')
    .values({ ...row, planned, state, fact_what: 'leavingDate', fact_date: '2026-06-01' })
    .execute()
}
const timers = async (query = '') => (await api.call('school', 'GET', at.path(`/retention/timers${query}`))).body
const summary = (query = '', caller: 'operator' | 'school' = 'school') =>
  api.call(caller, 'GET', `/v1/retention/summary${query}`)

describe('one school’s timers', () => {
  test('come with rule and fact, the soonest due first', async () => {
    const { data, next } = await timers()
    expect(data.map(({ rule }: { rule: string }) => rule)).toEqual(['leaver', 'leaver', 'stageEnd', 'staffCap'])
    expect(data[2]).toEqual({
      id: expect.any(String),
      schoolId: at.school,
      subjectId: expect.any(String),
      rule: 'stageEnd',
      fact: { what: 'leavingDate', date: '2026-06-01' },
      dueOn: '2027-01-31',
      dueAt: '2027-01-31T00:00:00.000Z',
      eraseAt: '2027-01-31T00:00:00.000Z',
      planned: true,
      state: 'waiting',
    })
    expect(next).toBeNull()
  })

  test('are found by rule, by state, and by the day or the instant before which they are due', async () => {
    expect((await timers('?rule=staffCap')).data).toHaveLength(1)
    expect((await timers('?state=stayed')).data).toHaveLength(1)
    expect((await timers('?dueBefore=2027-01-31')).data).toHaveLength(2)
    expect((await timers('?dueBefore=2027-01-31T00:00:00.001Z')).data).toHaveLength(3)
  })

  test('are paged without a gap or a repetition where several are due at one instant', async () => {
    const seen: string[] = []
    let after = ''
    do {
      const { data, next } = await timers(`?limit=1${after}`)
      seen.push(...data.map(({ id }: { id: string }) => id))
      after = next === null ? '' : `&after=${next}`
    } while (after !== '')
    expect(seen).toEqual((await timers()).data.map(({ id }: { id: string }) => id))
  })

  test('refuse a rule nobody knows, a day that does not exist, and a cursor of another list', async () => {
    for (const query of ['?rule=whim', '?dueBefore=2027-02-30', '?after=MTIz', '?state=forgotten'])
      expect(problemOf(await api.call('school', 'GET', at.path(`/retention/timers${query}`))).status).toBe(400)
  })
})

describe('the summary', () => {
  test('counts by rule and week, the week named by its Monday', async () => {
    expect((await summary()).body).toEqual({
      data: [
        { rule: 'leaver', week: '2026-11-30', howMany: 2 },
        { rule: 'stageEnd', week: '2027-01-25', howMany: 1 },
        { rule: 'staffCap', week: '2027-02-01', howMany: 1 },
      ],
      total: 4,
      oldestPastDue: null,
    })
    expect((await summary('?by=week&rule=leaver')).body.total).toBe(2)
  })

  test('names the oldest day past due, and not one that a stay excuses', async () => {
    const other = await insertSchool(api.deps.control)
    const tally = { rule: 'leaver', howMany: 1 }
    await keepTallies(api.deps.control, other, [{ ...tally, dueOn: '2026-11-01', running: 0 }], now)
    expect((await summary('', 'operator')).body).toMatchObject({ oldestPastDue: null, total: 5 })
    await keepTallies(api.deps.control, other, [{ ...tally, dueOn: '2026-11-01', running: 1 }], now)
    expect((await summary('', 'operator')).body).toMatchObject({ oldestPastDue: '2026-11-01' })
    expect((await summary(`?school=${at.school}`, 'operator')).body.oldestPastDue).toBeNull()
  })

  test('counts for a school its own only; another’s is not found', async () => {
    const other = await insertSchool(api.deps.control)
    await keepTallies(api.deps.control, other, [{ rule: 'leaver', dueOn: '2027-03-01', howMany: 9, running: 9 }], now)
    expect((await summary()).body.total).toBe(4)
    expect(problemOf(await summary(`?school=${other}`)).status).toBe(404)
    expect(problemOf(await summary('?school=none', 'operator')).status).toBe(404)
  })
})

describe('at full size', () => {
  const RUNS = 15
  // A round trip over HTTP with its authentication costs a few milliseconds beside the query: below this a ratio says nothing.
  const NOISE_MS = 15

  /** Medians of the two, taken in turns so that a busy moment meets both. */
  async function medians(ours: () => Promise<unknown>, floor: () => Promise<unknown>): Promise<[number, number]> {
    const took: [number[], number[]] = [[], []]
    for (let run = 0; run < RUNS; run += 1)
      for (const [side, work] of [ours, floor].entries()) {
        const began = performance.now()
        await work()
        took[side]?.push(performance.now() - began)
      }
    const middle = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN
    return [middle(took[0]), middle(took[1])]
  }

  test('the summary of 500 schools with 100,000 timers costs a few scans of the counts', async () => {
    const { control } = api.deps
    const like = await insertSchool(control)
    await sql`insert into school (id, name, controller, contacts, contract, agreement_id, registered_at)
      select 'big-' || n, name, controller, contacts, contract, agreement_id, registered_at
        from school, generate_series(1, 500) n where id = ${like}`.execute(control)
    await sql`insert into timer_aggregate (school_id, rule, due_on, how_many, running, as_of)
      select 'big-' || n, (array['leaver', 'stageEnd', 'staffCap', 'pupilWithdrawn'])[1 + d % 4], date '2026-12-01' + d * 7, 1, 1, now()
        from generate_series(1, 500) n, generate_series(0, 199) d`.execute(control)
    await sql`analyze timer_aggregate`.execute(control)
    const floor = () => sql`select rule, due_on, sum(how_many) from timer_aggregate group by 1, 2`.execute(control)
    const [ours, bare] = await medians(() => summary('', 'operator'), floor)
    expect((await summary('', 'operator')).body.total).toBeGreaterThanOrEqual(100_000)
    expect(ours).toBeLessThan(4 * bare + NOISE_MS)
  })

  test('a page of one school’s timers costs the same however many there are', async () => {
    await sql`insert into timer (subject_id, rule, due_on, due_at, erase_at, begins_at, planned, state, fact_what, fact_date)
      select gen_random_uuid(), 'leaver', date '2028-01-01', timestamptz '2028-01-01', timestamptz '2028-01-01', now(), false,
             'waiting', 'notice', date '2027-07-01' from generate_series(1, 20000)`.execute(at.db)
    const floor = () => sql`select * from timer order by due_at, id limit 51`.execute(at.db)
    const { next } = await timers('?limit=500')
    const [ours, bare] = await medians(() => timers(`?after=${next}`), floor)
    expect(ours).toBeLessThan(4 * bare + NOISE_MS)
  })
})
