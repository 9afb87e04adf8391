import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemsOf } from '../../agreement/items.js'
import type { ItemKind } from '../../agreement/items.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { all, makeSimSchool, onboard, runEnded } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf } from '../support/state.js'
import { devServer } from '../support/temporal.js'

const granted = [
  'pupil.misId',
  'pupil.upn',
  'pupil.name',
  'pupil.gender',
  'pupil.dateOfBirth',
  'pupil.yearGroup',
  'pupil.classes',
  'pupil.groups',
  'staff.misId',
  'staff.name',
  'staff.groups',
  'group.name',
  'group.type',
]

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string

beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
  school = await makeSimSchool(stack, { pupils: 60, seed: 'records-on-the-wire' })
  id = await onboard(stack, school, granted)
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const path = (rest: string) => `/v1/schools/${id}${rest}`
const keysOf = (entries: object[]) => [...new Set(entries.flatMap((entry) => Object.keys(entry)))].sort()
const codes = (kind: ItemKind) => granted.filter((code) => itemsOf(kind).some((item) => item.code === code)).sort()

const ID = expect.stringMatching(/^[0-9a-f-]{36}$/)
const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const DAY = expect.stringMatching(/^\d{4}-\d\d-\d\d$/)

test('shows each pupil as promised: granted items only, all of them, in groups that are listed', async () => {
  const pupils = await all(stack, 'application', path('/pupils'))
  const groups = await all(stack, 'application', path('/groups'))
  expect(keysOf(pupils)).toEqual(['id', 'items', 'state', 'updatedAt'])
  for (const pupil of pupils) {
    expect(pupil).toMatchObject({ id: ID, state: 'onRoll', updatedAt: INSTANT, items: { 'pupil.dateOfBirth': DAY } })
    expect(Object.keys(pupil.items).sort()).toEqual(codes('pupil'))
    expect(Object.keys(pupil.items['pupil.name']).sort()).toEqual(['forename', 'middleNames', 'surname'])
  }
  const memberships = pupils.flatMap(({ items }) => [...items['pupil.classes'], ...items['pupil.groups']])
  expect(memberships.length).toBeGreaterThan(pupils.length)
  expect(keysOf(memberships)).toEqual(['from', 'groupId', 'to'])
  const listed = new Set(groups.map((group) => group.id))
  for (const { groupId, from } of memberships) expect([listed.has(groupId), from]).toEqual([true, DAY])
})

test('shows staff and groups as promised', async () => {
  const staff = await all(stack, 'application', path('/staff'))
  const groups = await all(stack, 'application', path('/groups'))
  expect([keysOf(staff), keysOf(groups)]).toEqual([
    ['id', 'items', 'state', 'updatedAt'],
    ['id', 'items', 'type', 'updatedAt'],
  ])
  for (const { state, items } of staff) {
    expect([state, Object.keys(items).sort()]).toEqual(['employed', codes('staff')])
  }
  for (const { type, items } of groups) {
    expect([type, Object.keys(items).sort()]).toEqual([items['group.type'], codes('group')])
  }
  const truth = await truthOf(stack, school)
  const surnames = (of: { surname: string }[]) => of.map(({ surname }) => surname).sort()
  expect(surnames(staff.map(({ items }) => items['staff.name']))).toEqual(surnames(truth.staff))
})

test('gives the pupils of a class, and each of them says so', async () => {
  const pupils = await all(stack, 'application', path('/pupils'))
  // A primary has few teaching classes, and not everybody is in one.
  const group = pupils.flatMap(({ items }) => items['pupil.classes'].concat(items['pupil.groups']))[0].groupId
  const inIt = pupils.filter(({ items }) =>
    [...items['pupil.classes'], ...items['pupil.groups']].some(({ groupId }: { groupId: string }) => groupId === group),
  )
  expect(await all(stack, 'application', path(`/pupils?group=${group}`))).toEqual(inIt)
})

test('hides a withdrawn item from the answer to PUT on, whoever asks [R26]', async () => {
  const day = /"pupil\.dateOfBirth"/
  expect(JSON.stringify(await all(stack, 'head', path('/pupils')))).toMatch(day)
  const items = granted.filter((code) => code !== 'pupil.dateOfBirth')
  expect((await stack.call('head', 'PUT', path('/grant'), { items })).status).toBe(200)
  for (const role of ['head', 'school', 'application'] as const)
    expect(JSON.stringify(await all(stack, role, path('/pupils')))).not.toMatch(day)
})

test('feeds everybody who was added, once, to the application and to no operator', async () => {
  const entries = await all(stack, 'application', path('/changes'))
  const people = [
    ...(await all(stack, 'application', path('/pupils'))),
    ...(await all(stack, 'application', path('/staff'))),
  ]
  const added = entries.filter(({ op, kind }) => op === 'added' && kind !== 'group')
  expect(added.map(({ recordId }) => recordId).sort()).toEqual(people.map((person) => person.id).sort())
  const keys = ['at', 'kind', 'op', 'recordId', 'runId', 'seq', 'subjectId']
  expect(keysOf(entries)).toEqual(keys)
  const last = entries.at(-1).seq
  expect((await stack.call('application', 'POST', path('/changes/ack'), { upToSeq: last })).body).toEqual({
    upToSeq: last,
  })
  expect((await stack.call('operator', 'GET', path('/changes'))).status).toBe(403)
})

test('runs once when asked five times at once, and says how it went [R54]', async () => {
  const before = (await stack.call('head', 'GET', path('/syncs'))).body.data.length
  const asked = await Promise.all(Array.from({ length: 5 }, () => stack.call('head', 'POST', path('/syncs'))))
  const [run, ...others] = [...new Set(asked.map(({ body }) => body.runId))]
  expect(others).toEqual([])
  const ended = await runEnded(stack, id, run)
  expect(keysOf([ended])).toEqual(
    ['completeness', 'counts', 'endedAt', 'id', 'reason', 'startedAt', 'state', 'trigger', 'verdict'].sort(),
  )
  expect(ended).toMatchObject({ id: run, trigger: 'manual', startedAt: INSTANT, endedAt: INSTANT })
  const runs = (await stack.call('head', 'GET', path('/syncs'))).body.data
  expect([runs.length, runs[0]]).toEqual([Number(before) + 1, ended])
  expect((await stack.call('head', 'GET', path(''))).body).toMatchObject({ phase: 'active', lastRun: ended })
})
