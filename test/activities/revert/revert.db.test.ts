import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { shippedAgreements } from '../../../agreement/shipped.js'
import { findSchool } from '../../../db/control/school.js'
import { tidySchool } from '../../../activities/watch/tidy-school.js'
import { PLANNER, plannerOnWonde } from '../../support/planner.js'
import { problemOf, startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import type { Built } from '../erase/erasing-school.js'
import { seenOf } from './school-state.js'
import { toldSchool } from './told-school.js'
import type { ToldSchool, World } from './told-school.js'

const HOUR_MS = 3_600_000
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
const pupil = (ref: string, surname: string, classes: readonly string[] = []) => ({ ref, surname, ethnicity: 'WBRI', classes }) // prettier-ignore
const base: World = {
  pupils: [pupil('1', 'Ash', ['A']), pupil('2', 'Birch', ['A']), pupil('3', 'Cedar', ['A', 'B'])],
  groups: [
    { ref: 'A', name: 'Set A' },
    { ref: 'B', name: 'Set B' },
  ],
  leavers: [],
}
const seen = () => seenOf(built, at, now)
const surnames = async () =>
  Object.values((await seen()).people)
    .map((items) => (items as { 'pupil.name': { surname: string } })['pupil.name'].surname)
    .sort()
const idOf = async (surname: string) =>
  Object.entries((await seen()).people).find(([, items]) => JSON.stringify(items).includes(surname))?.[0] ?? ''
const told = async (run: string) =>
  (await at.db.selectFrom('change').select(['op', 'kind']).where('run_id', '=', run).orderBy('seq').execute()).map(
    ({ op, kind }) => `${op} ${kind}`,
  )
const renamed: World = { ...base, pupils: [pupil('1', 'Quillfeather', ['A']), ...base.pupils.slice(1)] }
const withNew: World = { ...base, pupils: [...base.pupils, pupil('4', 'Dogwood', ['A'])] }
const without: World = { ...base, pupils: base.pupils.slice(1) }
const night = (world: World) => {
  at.says(world)
  return at.night()
}

test('an undo is a run of its own, in the feed and with counts, and what it took back comes only when the source says something else', async () => {
  const run = await night(renamed)
  const undone = await at.revert(run)
  expect(await surnames()).toEqual(['Ash', 'Birch', 'Cedar'])
  expect(await told(undone)).toEqual(['changed pupil'])
  expect(await at.run(undone)).toMatchObject({
    trigger: 'revert',
    reverts: run,
    state: 'applied',
    counts: { pupil: { changed: 1, added: 0, removed: 0 } },
  })
  pass(24)
  const next = await night(renamed)
  expect([await surnames(), await told(next)]).toEqual([['Ash', 'Birch', 'Cedar'], []])
  pass(24)
  await night(base)
  pass(24)
  await night(renamed)
  expect(await surnames()).toEqual(['Birch', 'Cedar', 'Quillfeather'])
})

test('only what is as the run left it is undone; the rest is counted and stays', async () => {
  const run = await night({ ...renamed, pupils: [renamed.pupils[0]!, pupil('2', 'Beech', ['A']), base.pupils[2]!] })
  pass(24)
  await night({ ...renamed, pupils: [pupil('1', 'Alder', ['A']), pupil('2', 'Beech', ['A']), base.pupils[2]!] })
  const undone = await at.revert(run)
  expect(await surnames()).toEqual(['Alder', 'Birch', 'Cedar'])
  expect((await at.run(undone))?.counts).toMatchObject({ pupil: { changed: 1, skipped: 1 } })
})

test('whoever the run added is hidden at once, due within a day, not shown by the next read, and can be granted again', async () => {
  const run = await night(withNew)
  const added = await idOf('Dogwood')
  await at.revert(run)
  expect(await surnames()).toEqual(['Ash', 'Birch', 'Cedar'])
  const dueAt = new Date(now.getTime() + 24 * HOUR_MS)
  const timers = () => at.db.selectFrom('timer').select(['subject_id', 'rule', 'due_at']).execute()
  expect(await timers()).toEqual([{ subject_id: added, rule: 'pupilWithdrawn', due_at: dueAt }])
  pass(1)
  await at.night()
  expect(await surnames()).toEqual(['Ash', 'Birch', 'Cedar'])
  expect((await api.call('school', 'DELETE', at.path(`/withdrawals/${added}`))).status).toBe(200)
  expect([await surnames(), await timers()]).toEqual([['Ash', 'Birch', 'Cedar', 'Dogwood'], []])
})

test('an item withdrawn in the very instant of the undo stops neither of the two', async () => {
  const run = await night(withNew)
  const pupilId = await idOf('Dogwood')
  await api.call('school', 'POST', at.path('/withdrawals'), { pupilId, item: 'pupil.ethnicity' })
  await at.revert(run)
  expect(await surnames()).toEqual(['Ash', 'Birch', 'Cedar'])
})

test('whoever was missing is here again, and kept until the erasure would have been due or a read lists them', async () => {
  const run = await night(without)
  expect(await surnames()).toEqual(['Birch', 'Cedar'])
  const undone = await at.revert(run)
  expect([await surnames(), await told(undone)]).toEqual([['Ash', 'Birch', 'Cedar'], ['restored pupil']])
  pass(24)
  await at.night()
  expect(await surnames()).toEqual(['Ash', 'Birch', 'Cedar'])
  pass(25)
  await at.night()
  expect(await surnames()).toEqual(['Birch', 'Cedar'])
})

test('of whoever is kept, what the source states counts at once; and what it stated is never undone', async () => {
  const run = await night(without)
  await at.revert(run)
  pass(24)
  const stated = await night({ ...without, leavers: ['1'] })
  expect(await surnames()).toEqual(['Birch', 'Cedar'])
  const undone = await at.revert(stated)
  expect([await surnames(), (await at.run(undone))?.counts]).toMatchObject([
    ['Birch', 'Cedar'],
    { pupil: { skipped: 1 } },
  ])
})

test('a membership and a group come back, and a group of one lies under the key of its one pupil again', async () => {
  const before = await seen()
  const moved: World = {
    ...base,
    pupils: [pupil('1', 'Ash', ['A', 'N']), pupil('2', 'Birch', ['A']), pupil('3', 'Cedar', ['A'])],
    groups: [base.groups[0]!, { ref: 'N', name: 'New set' }],
  }
  const run = await night(moved)
  const undone = await at.revert(run)
  expect(await seen()).toEqual(before)
  expect((await told(undone)).sort()).toEqual(
    ['restored group', 'removed membership', 'added membership', 'removed group'].sort(),
  )
  const cedar = await idOf('Cedar')
  const owners = await at.db.selectFrom('record').select('subject_id').where('kind', '=', 'group').execute()
  expect(owners.map(({ subject_id }) => subject_id).sort()).toEqual([null, cedar].sort())
  pass(24)
  await at.night()
  expect(await seen()).toEqual(before)
})

test('an undo can be undone once, and the source is believed again', async () => {
  const other: World = { ...withNew, pupils: [renamed.pupils[0]!, base.pupils[2]!, withNew.pupils[3]!] }
  const run = await night(other)
  const as = await seen()
  const undone = await at.revert(run)
  expect(await surnames()).toEqual(['Ash', 'Birch', 'Cedar'])
  pass(1)
  const redone = await at.revert(undone)
  expect(await seen()).toEqual(as)
  for (const again of [run, undone]) expect(problemOf(await at.ask(again)).status).toBe(409)
  expect((await at.run(redone))?.reverts).toBe(undone)
  pass(24)
  await at.night()
  expect(await surnames()).toEqual(['Cedar', 'Dogwood', 'Quillfeather'])
})

test('a second attempt finds what the first did', async () => {
  const run = await night({ ...renamed, pupils: renamed.pupils.slice(0, 2) })
  const { body } = await at.ask(run)
  const first = await at.undo(body.runId)
  const [entries, was] = [await told(body.runId), await seen()]
  expect(await at.undo(body.runId)).toEqual(first)
  expect([await told(body.runId), await seen()]).toEqual([entries, was])
})

test('the feed shows nothing of what was replaced; after seven days that is gone, and the run cannot be undone', async () => {
  const run = await night(renamed)
  const { body } = await api.call('application', 'GET', at.path('/changes?limit=500'))
  expect(Object.keys(body.data.at(-1)).sort()).toEqual(['at', 'kind', 'op', 'recordId', 'runId', 'seq', 'subjectId'])
  const kept = () => at.db.selectFrom('change').select('seq').where('before', 'is not', null).execute()
  const tidy = async () => tidySchool(built, (await findSchool(built.control, at.school))!, now)
  pass(24 * 7 - 1)
  await tidy()
  expect(await kept()).toHaveLength(1)
  pass(1)
  expect(problemOf(await at.ask(run))).toMatchObject({ status: 409, detail: expect.stringContaining('seven days') })
  await tidy()
  expect(await kept()).toEqual([])
})

test('a run that is under way, that changed nothing, that was a change of MIS, or that is not there is not undone', async () => {
  const quiet = await at.night()
  expect(problemOf(await at.ask(quiet))).toMatchObject({ status: 409, detail: expect.stringContaining('nothing') })
  const run = await night(renamed)
  const asked = await at.ask(run)
  expect(problemOf(await at.ask(asked.body.runId))).toMatchObject({ status: 409, detail: expect.stringContaining('under way') }) // prettier-ignore
  expect(problemOf(await at.ask(run))).toMatchObject({ status: 409, detail: expect.stringContaining('already') })
  expect(problemOf(await at.ask('no-such-run')).status).toBe(404)
  await at.undo(asked.body.runId)
  pass(24)
  const rekeyed = await night(withNew)
  const completeness = JSON.stringify({ ...(await at.run(rekeyed))?.completeness, rekeyed: { pupil: 3 } })
  await built.control.updateTable('run').set({ completeness }).where('school_id', '=', at.school).where('id', '=', rekeyed).execute() // prettier-ignore
  expect(problemOf(await at.ask(rekeyed))).toMatchObject({ status: 409, detail: expect.stringContaining('other ids') })
})

test('a paused school may have a run undone, and the next read of everybody is whole', async () => {
  const run = await night(renamed)
  const mark = JSON.stringify({ at: now.toISOString(), terms: 't', source: 's', wholeOn: null })
  await built.control
    .updateTable('school')
    .set({ phase: 'paused', read_mark: mark })
    .where('id', '=', at.school)
    .execute()
  await at.revert(run)
  const school = await findSchool(built.control, at.school)
  expect([await surnames(), school?.phase, school?.read_mark]).toEqual([['Ash', 'Birch', 'Cedar'], 'paused', null])
})
