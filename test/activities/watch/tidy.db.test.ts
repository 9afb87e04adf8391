import { randomBytes, randomUUID } from 'node:crypto'
import { MockActivityEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { tidyActivities } from '../../../activities/watch/tidy-control.js'
import { tidySchool } from '../../../activities/watch/tidy-school.js'
import { connect } from '../../../db/connect.js'
import { findSchool } from '../../../db/control/school.js'
import { raiseConflicts } from '../../../db/school/tombstone.js'
import { acknowledge } from '../../../db/school/change.js'
import type { KeyringDatabase } from '../../../vault/keyring/database.js'
import type { buildDependencies } from '../../../workers/dependencies.js'
import { startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import { fillSchool } from '../../api/filled-school.js'
import type { FilledSchool } from '../../api/filled-school.js'

let api: ApiUnderTest
let built: Awaited<ReturnType<typeof buildDependencies>>
let at: FilledSchool
const DAY = 86_400_000
const NOW = new Date('2027-05-01T12:00:00Z')
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY)

beforeAll(async () => {
  api = await startApi((deps) => {
    built = deps
    return { clock: () => NOW }
  })
})
beforeEach(async () => {
  at = await fillSchool(api)
})
afterAll(() => api?.stop())

const act = <Result>(work: () => Promise<Result>): Promise<Result> => new MockActivityEnvironment().run(work)
const tidyControl = (when: string) => act(() => tidyActivities(built.control).tidyControl({ at: when }))
const tidy = async (when = NOW) => tidySchool(built, (await findSchool(built.control, at.school))!, when)

async function unnamed(goneBy: string): Promise<void> {
  const event = { action: 'erased', kind: 'pupil', rule: 'leaver', erasure: 'an-erasure' } as const
  const row = { ...event, school_id: at.school, happened_on: '2022-05-01', gone_by: goneBy }
  await built.control.insertInto('unnamed_audit').values(row).execute()
}
const unnamedLeft = async () =>
  (
    await built.control
      .selectFrom('unnamed_audit')
      .select('gone_by')
      .where('school_id', '=', at.school)
      .orderBy('gone_by')
      .execute()
  ).map(({ gone_by }) => gone_by)
const actsOf = async (...acts: readonly string[]) =>
  (await api.call('operator', 'GET', `/v1/audit?school=${at.school}&limit=500`)).body.data
    .filter(({ act: what }: { act: string }) => acts.includes(what))
    .map(({ act: what, instruction, counts }: { act: string; instruction: number | null; counts: unknown }) => [
      what,
      instruction !== null,
      counts,
    ])

test('an un-named row goes on the day 60 months after its event, on the acceptance; the row of the day after stays [R18]', async () => {
  await unnamed('2027-05-01')
  await unnamed('2027-05-02')
  // Midnight in London comes an hour before that of UTC.
  expect(await tidyControl('2027-04-30T22:59:59Z')).toBe(0)
  expect(await tidyControl('2027-04-30T23:00:00Z')).toBe(1)
  expect(await unnamedLeft()).toEqual(['2027-05-02'])
  expect(await actsOf('dropUnnamed', 'watchFound')).toEqual([['dropUnnamed', true, { unnamed: 1 }]])
})

test('an un-named row that should have gone on an earlier day goes, and is alerted', async () => {
  await unnamed('2027-05-01')
  await tidyControl('2027-05-03T12:00:00Z')
  expect(await unnamedLeft()).toEqual([])
  expect(await actsOf('dropUnnamed', 'watchFound')).toEqual([
    ['watchFound', false, { keptTooLong: 1 }],
    ['dropUnnamed', true, { unnamed: 1 }],
  ])
})

test('runs go 400 days after their end, but never a school’s newest; request keys go after a day', async () => {
  const run = (id: string, days: number) => ({
    school_id: at.school,
    id,
    trigger: 'nightly' as const,
    state: 'applied' as const,
    started_at: daysAgo(days),
    ended_at: daysAgo(days),
  })
  await built.control.deleteFrom('run').where('school_id', '=', at.school).execute()
  await built.control
    .insertInto('run')
    .values([run('a', 500), run('b', 401), run('c', 399)])
    .execute()
  const key = { principal_id: 'head', route: '/', body_hash: randomBytes(4), status: 200, answer: null }
  const old = { ...key, key_hash: Buffer.from('old'), asked_at: daysAgo(2) }
  const young = { ...key, key_hash: Buffer.from('young'), asked_at: daysAgo(0.5) }
  await built.control.insertInto('request_key').values([old, young]).execute()
  await tidyControl(NOW.toISOString())
  const keys = await built.control.selectFrom('request_key').select('key_hash').where('route', '=', '/').execute()
  expect(keys.map(({ key_hash }) => key_hash.toString())).toEqual(['young'])
  const runs = () => built.control.selectFrom('run').select('id').where('school_id', '=', at.school).execute()
  expect(await runs()).toEqual([{ id: 'c' }])
  await tidyControl(new Date(NOW.getTime() + 900 * DAY).toISOString())
  expect(await runs()).toEqual([{ id: 'c' }])
})

test('an erasure’s entry in the feed goes 35 days after the application acknowledged it; what was not acknowledged stays', async () => {
  const entry = (op: 'added' | 'erased') => ({
    at: daysAgo(90),
    op,
    kind: 'pupil' as const,
    record_id: randomUUID(),
    subject_id: null,
    effective_from: null,
    run_id: 'run',
  })
  await at.db
    .insertInto('change')
    .values([entry('added'), entry('erased'), entry('erased')])
    .execute()
  const left = async () => (await at.db.selectFrom('change').select(['seq', 'op']).orderBy('seq').execute()).map(({ op }) => op) // prettier-ignore
  await tidy(daysAgo(40))
  await acknowledge(at.db, 'application', 2, daysAgo(36))
  await tidy(daysAgo(36))
  await tidy(daysAgo(2))
  expect(await left()).toEqual(['added', 'erased', 'erased'])
  await tidy(daysAgo(1))
  expect(await left()).toEqual(['added', 'erased'])
})

test('a mark of somebody erased goes when a whole read came 35 days later, and stays while nobody reads', async () => {
  const mark = (listed: Date) => ({
    person_hmac: randomBytes(32),
    spell_hmac: randomBytes(32),
    erased_at: daysAgo(100),
    last_listed_at: listed,
  })
  await at.db
    .insertInto('tombstone')
    .values([mark(daysAgo(50)), mark(daysAgo(20))])
    .execute()
  const left = async () => (await at.db.selectFrom('tombstone').select('last_listed_at').execute()).length
  const [gone] = await at.db.selectFrom('tombstone').select('person_hmac').orderBy('last_listed_at').execute()
  await raiseConflicts(at.db, [gone!.person_hmac.toString('hex')], daysAgo(50))
  const readLast = (when: Date) =>
    built.control.updateTable('school').set({ last_whole_read_at: when }).where('id', '=', at.school).execute()
  await tidy()
  await readLast(daysAgo(20))
  await tidy()
  expect(await left()).toBe(2)
  await readLast(daysAgo(1))
  await tidy()
  expect(await left()).toBe(1)
  // What the school was asked about the person keeps no hash of them either.
  expect(await at.db.selectFrom('question').select(['person_hmac', 'state']).execute()).toEqual([
    { person_hmac: null, state: 'lapsed' },
  ])
})

test('keys of who was never written go after a day, and open nothing in any copy; all others open as before', async () => {
  const { keyring } = built
  const keyrings = connect<KeyringDatabase>(api.keyringUrl)
  const [orphan, fresh] = [randomUUID(), randomUUID()]
  const made = await keyring.makeSubjectKeys(at.school, [orphan, fresh], 'core')
  await sql`update key set made_at = now() - interval '25 hours' where subject_id <> ${fresh}`.execute(keyrings)
  const ids = [...(await keyrings.selectFrom('key').select('id').where('school_id', '=', at.school).execute())]
  await tidy()
  const opens = await keyring.openKeys(
    at.school,
    ids.map(({ id }) => id),
  )
  expect(opens.size).toBe(ids.length - 1)
  expect([opens.has(made.get(orphan)!.id), opens.has(made.get(fresh)!.id)]).toEqual([false, true])
  await keyrings.destroy()
  expect((await api.call('school', 'GET', at.path('/pupils'))).body.data).toHaveLength(3)
})

test('a stay whose instruction was undone goes after a day; one that was instructed stays', async () => {
  const [one, two, three] = at.ids.pupils
  const { number } = await built.control.selectFrom('instruction').select('number').limit(1).executeTakeFirstOrThrow()
  const stay = (subject: string, instruction: number, from: Date) => ({
    subject_id: subject,
    kind: 'sar' as const,
    from_at: from,
    review_by: '2027-07-01',
    instruction,
  })
  await at.db
    .insertInto('stay')
    .values([stay(one!, 999_999, daysAgo(2)), stay(two!, number, daysAgo(2)), stay(three!, 999_998, daysAgo(0.5))])
    .execute()
  await tidy()
  const left = await at.db.selectFrom('stay').select('subject_id').execute()
  expect(left.map(({ subject_id }) => subject_id).sort()).toEqual([two, three].sort())
})
