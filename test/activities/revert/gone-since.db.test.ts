import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eraseBatchActivities } from '../../../activities/erase/erase-batch.js'
import { stripActivities } from '../../../activities/strip-withdrawn.js'
import { shippedAgreements } from '../../../agreement/shipped.js'
import { findSchool } from '../../../db/control/school.js'
import { sealedUnder } from '../../../vault/sealing.js'
import { PLANNER, plannerOnWonde } from '../../support/planner.js'
import { problemOf, startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import type { Built } from '../erase/erasing-school.js'
import { seenOf } from './school-state.js'
import { toldSchool } from './told-school.js'
import type { ToldSchool, World } from './told-school.js'

const HOUR_MS = 3_600_000
const ITEM = 'pupil.ethnicity'
let api: ApiUnderTest
let built: Built
let now: Date
let at: ToldSchool
beforeAll(async () => {
  api = await startApi(
    (deps) => {
      built = deps
      return { clock: () => now }
    },
    [...shippedAgreements(), plannerOnWonde()],
  )
})
beforeEach(async () => {
  now = new Date('2026-11-23T03:00:00Z')
  at = await toldSchool(api, built, PLANNER, () => now)
  at.says(base)
  await at.night()
  pass(24)
})
afterAll(() => api?.stop())

const pass = (hours: number) => (now = new Date(now.getTime() + hours * HOUR_MS))
const pupil = (ref: string, surname: string, classes: readonly string[]) => ({ ref, surname, ethnicity: 'WBRI', classes }) // prettier-ignore
const base: World = {
  pupils: [pupil('1', 'Ash', ['A', 'B']), pupil('2', 'Birch', ['A']), pupil('3', 'Cedar', ['A'])],
  groups: [
    { ref: 'A', name: 'Set A' },
    { ref: 'B', name: '1:1 Ash' },
  ],
  leavers: [],
}
const changed: World = {
  ...base,
  pupils: [pupil('1', 'Quillfeather', ['A', 'B']), pupil('2', 'Beech', ['A']), pupil('3', 'Cedar', ['A'])],
  groups: [
    { ref: 'A', name: 'Set A' },
    { ref: 'B', name: '1:1 Quillfeather' },
  ],
}
const act = <Result>(work: () => Promise<Result>): Promise<Result> => new MockActivityEnvironment().run(work)
const documents = async () =>
  Object.entries((await seenOf(built, at, now)).people) as [string, Record<string, unknown>][]
const idOf = async (surname: string) =>
  (await documents()).find(([, items]) => JSON.stringify(items).includes(surname))?.[0] ?? ''
const befores = async () => {
  const rows = await at.db
    .selectFrom('change')
    .select(['record_id', 'before'])
    .where('before', 'is not', null)
    .execute()
  return rows.flatMap(({ record_id, before }) => (before ? [{ record: record_id, key: sealedUnder(before) }] : []))
}
const opens = async (keys: readonly string[]) => (await built.keyring.openKeys(at.school, keys)).size
const erase = (erasure: string) =>
  act(() => eraseBatchActivities(built).eraseDuePeople({ school: at.school, erasure, at: now.toISOString() }))
async function strip(): Promise<void> {
  const grantVersion = (await findSchool(built.control, at.school))?.grant_version ?? 0
  await act(() => stripActivities(built).stripWithdrawn({ school: at.school, grantVersion, at: now.toISOString() }))
}
async function night(): Promise<string> {
  at.says(changed)
  return at.night()
}

test('somebody’s erasure takes what was replaced of them along, a group’s name that was theirs too, and their run cannot be undone [R17]', async () => {
  const run = await night()
  const [gone, kept] = [await idOf('Quillfeather'), await idOf('Beech')]
  const before = await befores()
  expect(before).toHaveLength(3)
  expect((await api.call('school', 'POST', at.path('/withdrawals'), { pupilId: gone })).status).toBe(201)
  pass(5)
  expect(await erase('soon')).toBe(1)
  expect((await befores()).map(({ record }) => record)).toEqual([kept])
  const theirs = before.filter(({ record }) => record !== kept).map(({ key }) => key)
  expect(await opens(theirs)).toBe(0)
  expect(problemOf(await at.ask(run))).toMatchObject({ status: 409, detail: expect.stringContaining('erased') })
})

test('somebody erased between asking and undoing stops the undo, and nothing is changed', async () => {
  const run = await night()
  const pupilId = await idOf('Quillfeather')
  const { body } = await at.ask(run)
  await api.call('school', 'POST', at.path('/withdrawals'), { pupilId })
  pass(5)
  await erase('soon')
  const was = await documents()
  expect(await at.undo(body.runId)).toMatchObject({ state: 'refused', counts: {} })
  expect(await documents()).toEqual(was)
  expect((await at.run(body.runId))?.reason).toContain('erased')
})

test('an item withdrawn of everybody is out of what was replaced, and not in what comes back [R04]', async () => {
  const run = await night()
  const before = await befores()
  expect((await api.call('school', 'POST', at.path('/withdrawals'), { item: ITEM })).status).toBe(201)
  await strip()
  const people = (await documents()).map(([id]) => id)
  const keys = before.filter(({ record }) => people.includes(record)).map(({ key }) => key)
  expect([keys.length, await opens(keys)]).toEqual([2, 0])
  await at.revert(run)
  const names = (await documents()).map(([, items]) => [JSON.stringify(items['pupil.name']), ITEM in items])
  expect(names.filter(([, there]) => there)).toEqual([])
  expect(JSON.stringify(names)).toContain('Ash')
  expect(JSON.stringify(names)).not.toContain('Quillfeather')
})

test.for(['before it is erased', 'after it is erased'])(
  'an item withdrawn of one pupil does not come back to that pupil: %s [R04]',
  async (when) => {
    const run = await night()
    const pupilId = await idOf('Quillfeather')
    await api.call('school', 'POST', at.path('/withdrawals'), { pupilId, item: ITEM })
    if (when === 'after it is erased') {
      pass(5)
      await erase('item')
    }
    await at.revert(run)
    const shown = Object.fromEntries((await documents()).map(([id, items]) => [id, ITEM in items]))
    const ash = (await documents()).find(([id]) => id === pupilId)?.[1]
    expect(JSON.stringify(ash)).toContain('Ash')
    expect([shown[pupilId], Object.values(shown).filter(Boolean).length]).toEqual([false, 2])
  },
)
