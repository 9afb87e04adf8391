import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedAgreements } from '../../agreement/shipped.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { comesTrueIn } from '../support/comes-true.js'
import {
  activitiesOfRun,
  heldByLastCertificate,
  keyIdIn,
  rowsBeside,
  stayAPupil,
  strippedToGrant,
  subjectKeysOf,
  weeksHeldOf,
} from '../support/held.js'
import { PLANNER, plannerOnWonde } from '../support/planner.js'
import { all, makeSimSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import {
  askForAllMarks,
  marksShown,
  pupilsShown,
  registerBetween,
  takeRequestsForMarks,
  text,
} from '../support/register.js'
import { registerSearchAttributes } from '../support/search-attributes.js'
import { skipTime } from '../support/skip-time.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { writesIn } from '../support/state.js'
import { timeSkippingServer } from '../support/temporal.js'

// A school year that is nearly over, wherever the machine's calendar stands: the server's clock is moved there before anything begins.
let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string
let now: Date
let year: number

beforeAll(async () => {
  env = await timeSkippingServer()
  await registerSearchAttributes(env, searchAttributeKeys)
  const began = new Date(await env.currentTimeMs())
  year = began.toISOString().slice(5) < '07-01' ? began.getUTCFullYear() - 1 : began.getUTCFullYear()
  await env.sleep(Date.parse(`${year + 1}-07-08T12:00:00Z`) - began.getTime())
  now = new Date(await env.currentTimeMs())
  stack = await startStack({
    env,
    agreements: [...shippedAgreements(), plannerOnWonde()],
    clock: () => now,
    simulatorDate: now.toISOString(),
  })
  school = await makeSimSchool(stack, { seed: 'attendance', pupils: 60 })
  id = await onboard(stack, school, undefined, { agreement: PLANNER })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

async function passUntil(instant: string): Promise<void> {
  for (let left = Date.parse(instant) - now.getTime(); left > 0; left = Date.parse(instant) - now.getTime()) {
    now = await skipTime(env, stack, Math.min(left, 12 * 3_600_000))
  }
}
const aMinute = () => passUntil(new Date(now.getTime() + 60_000).toISOString())
const comesTrue = (assertion: () => Promise<unknown>) => comesTrueIn(assertion, aMinute)
const happen = (event: object) => stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [event] })
const pupilsOf = (of = id) => pupilsShown(stack, of)
const weeksHeld = () => weeksHeldOf(stack, id)
const keysOf = () => subjectKeysOf(stack, id)
const othersOf = (of: string) => rowsBeside(stack, of)
const status = async () => (await stack.call('operator', 'GET', `/v1/schools/${id}`)).body

test('brings the year’s marks of everybody on roll as the register has them, sealed a week a record, and nobody else’s', async () => {
  const register = await registerBetween(stack, school, `${year}-09-01`, `${year + 1}-07-08`)
  const pupils = await pupilsOf()
  expect(register.length).toBeGreaterThan(60 * 300)
  for (const pupil of pupils.filter((_, at) => at % 10 === 0)) {
    const own = register.filter(({ misId }) => misId === pupil.misId)
    expect((await marksShown(stack, id, pupil.id)).map(text)).toEqual(own.map(text))
  }
  const weeks = await weeksHeld()
  expect(new Set(weeks.map(({ subject_id }) => subject_id)).size).toBe(pupils.length)
  expect(await keysOf()).toMatchObject({ [`attendance/${year}`]: pupils.length })
  for (const { sealed } of weeks) expect(Buffer.from(sealed, 'hex').toString('latin1')).not.toMatch(/rang in|"AM"|"PM"/)
  const [run] = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs`)).body.data
  expect(run.counts.attendance).toMatchObject({ added: weeks.length, changed: 0, removed: 0 })
  // Guests have marks as well.
  expect(run.completeness.attendance).toMatchObject({
    from: `${year}-09-01`,
    refused: { nobodyHeld: expect.any(Number) },
  })
})

test('writes nothing in a night without changes, with one activity more for attendance, and one for photographs', async () => {
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  expect(writes).toEqual({})
  expect(result).toMatchObject({ state: 'nothingToDo', reason: null })
  expect(await activitiesOfRun(env, id, result.id)).toEqual([
    'collect',
    'collectAttendance',
    'collectPhotos',
    'closeRun',
  ])
})

test('asks only for what changed since the last read, but for all of four weeks once a week', async () => {
  const requests = () => takeRequestsForMarks(stack, school)
  await requests()
  await sync(stack, id)
  const changes = await requests()
  await askForAllMarks(stack, id)
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  const whole = await requests()
  expect(writes).toEqual({})
  expect(result.completeness.attendance.changedSince).toBeNull()
  expect(changes.every(({ query }) => 'updated_after' in query)).toBe(true)
  expect(whole.some(({ query }) => 'updated_after' in query)).toBe(false)
  expect(changes.length).toBeLessThan(whole.length / 4)
})

test('finds a mark that was changed within four weeks, writes one row and tells of it, and keeps an unknown code as it came', async () => {
  const [pupil] = await pupilsOf()
  await happen({ do: 'mark', misId: pupil!.misId, on: `${year + 1}-06-22`, session: 'AM', code: 'J' })
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  expect(writes).toEqual({ [`attendance_${year}`]: { updated: 1 }, change: { inserted: 1 } })
  expect(result).toMatchObject({
    state: 'applied',
    counts: { attendance: { added: 0, changed: 1, removed: 0 } },
    completeness: { attendance: { findings: { 'pupil.attendance codeNotInForce': 1 } } },
  })
  const path = `/v1/schools/${id}/pupils/${pupil!.id}/attendance?from=${year + 1}-06-22&to=${year + 1}-06-22`
  const [week] = (await stack.call('application', 'GET', path)).body.data
  expect(week.marks).toHaveLength(2)
  expect(week.marks[0]).toEqual({ date: `${year + 1}-06-22`, session: 'AM', code: 'J', countsAs: null })
  const last = (await all(stack, 'application', `/v1/schools/${id}/changes`)).at(-1)
  expect(last).toMatchObject({ op: 'changed', kind: 'attendance', recordId: week.id, subjectId: pupil!.id })
})

test.for([
  ['is refused', { kind: '403' }, 'SourceRefused'],
  ['is empty', { kind: 'emptySchool' }, 'SourceIncomplete'],
  ['ends in mid-list', { kind: 'moreWithoutNext' }, 'SourceIncomplete'],
] as const)(
  'applies nothing of a register that %s and says so, while the people’s part stands',
  async ([, fault, type]) => {
    const [pupil, other] = await pupilsOf()
    const before = await weeksHeld()
    await askForAllMarks(stack, id)
    await happen({ do: 'mark', misId: pupil!.misId, on: `${year + 1}-06-23`, session: 'PM', code: 'O' })
    await happen({ do: 'rename', misId: other!.misId, surname: `After ${fault.kind}` })
    const path = `/v1.0/schools/${school.id}/attendance/session`
    await stack.sim('PUT', '/_sim/faults', { faults: [{ ...fault, path }] })
    expect(await sync(stack, id)).toMatchObject({
      state: 'applied',
      counts: { pupil: { changed: 1 } },
      reason: expect.stringMatching(/^Attendance: .*attendance/),
    })
    expect(await weeksHeld()).toEqual(before)
    expect(await status()).toMatchObject({ phase: 'active', needsAttention: type })
    await stack.sim('DELETE', '/_sim/faults')
    const made = await happen({ do: 'mark', misId: pupil!.misId, on: `${year + 1}-06-23`, session: 'PM', code: '\\' })
    expect(made.status).toBeLessThan(300)
    await sync(stack, id)
    expect((await status()).needsAttention).toBeNull()
  },
)

test('takes every mark away, with its keys, when attendance is withdrawn, and brings the year again when it is granted again', async () => {
  const { body: grant } = await stack.call('head', 'GET', `/v1/schools/${id}/grant`)
  const [weeks, others, keys] = [await weeksHeld(), await othersOf(id), await keysOf()]
  const without = grant.items.filter((item: string) => item !== 'pupil.attendance')
  await stack.call('school', 'PUT', `/v1/schools/${id}/grant`, { items: without })
  await strippedToGrant(stack, id)
  await comesTrue(async () => expect(await weeksHeld()).toEqual([]))
  const { [`attendance/${year}`]: _, ...left } = keys
  expect(await keysOf()).toEqual(left)
  expect(await othersOf(id)).toEqual(others)
  const feed = await all(stack, 'application', `/v1/schools/${id}/changes`)
  const told = feed.filter(({ kind }) => kind === 'attendance')
  expect(told.map(({ op }) => op)).toEqual([...new Set(weeks.map(({ subject_id }) => subject_id))].map(() => 'erased'))
  await stack.call('school', 'PUT', `/v1/schools/${id}/grant`, { items: grant.items })
  expect((await sync(stack, id)).counts.attendance).toMatchObject({ added: weeks.length })
})

test('erases a leaver’s marks with the leaver a day later, though the record had named a later day, keys included, and keeps everybody else’s', async () => {
  const pupils = await all(stack, 'head', `/v1/schools/${id}/pupils`)
  const leaver = pupils.find(({ items }) => items['pupil.leavingDate'] > now.toISOString().slice(0, 10))
  const before = await weeksHeld()
  const keys = (await keysOf())[`attendance/${year}`] ?? 0
  await happen({ do: 'leave', misId: leaver.items['pupil.misId'] })
  await sync(stack, id)
  await passUntil(new Date(now.getTime() + 25 * 3_600_000).toISOString())
  const others = before.filter(({ subject_id }) => subject_id !== leaver.id)
  await comesTrue(async () => expect(await weeksHeld()).toEqual(others))
  expect((await keysOf())[`attendance/${year}`]).toBe(keys - 1)
  const line = { kind: 'attendance', count: before.length - others.length }
  await comesTrue(async () => expect(await heldByLastCertificate(stack, id)).toContainEqual(line))
})

test('lets a year’s marks go a day after the next one began, by itself and over a pause, and nothing else but what a stay keeps [R30]', async () => {
  await sync(stack, id)
  const kept = await keepingSchool()
  for (const of of [id, kept]) await stack.call('school', 'POST', `/v1/schools/${of}/pause`)
  const [stayed, sparing] = await stayAPupil(stack, id, now)
  await passUntil(`${year + 1}-08-31T22:30:00Z`)
  // The top year left in July, and is gone.
  const [weeks, others, keys] = [await weeksHeld(), await othersOf(id), await keysOf()]
  expect(weeks.length).toBeGreaterThan(1_500)

  await passUntil(`${year + 1}-09-01T22:59:00Z`)
  const own = weeks.filter(({ subject_id }) => subject_id === stayed)
  await comesTrue(async () => expect(await weeksHeld()).toEqual(own))
  expect(await othersOf(id)).toEqual(others)
  await sparing.end()
  await passUntil(`${year + 1}-09-02T20:00:00Z`)
  await comesTrue(async () => expect(await weeksHeld()).toEqual([]))
  const { [`attendance/${year}`]: gone, ...left } = keys
  expect(gone).toBe(new Set(weeks.map(({ subject_id }) => subject_id)).size)
  expect(await keysOf()).toEqual(left)
  expect(await stack.deps.keyring.openKeys(id, [...new Set(weeks.map(({ sealed }) => keyIdIn(sealed)))])).toEqual(
    new Map(),
  )
  // Under an agreement that keeps earlier years they stay with the pupil.
  expect((await weeksHeldOf(stack, kept)).length).toBeGreaterThan(1_500)

  const subjects = new Set(weeks.map(({ subject_id }) => subject_id))
  const feed = await all(stack, 'application', `/v1/schools/${id}/changes`)
  // Nothing of a week is told any more; what was said of the withdrawal stands before it.
  const told = feed.filter(({ kind }) => kind === 'attendance')
  expect(new Set(told.map(({ op }) => op))).toEqual(new Set(['erased']))
  expect(new Set(told.slice(-subjects.size).map(({ subjectId }) => subjectId))).toEqual(subjects)
  const audit = (await stack.call('operator', 'GET', `/v1/audit?school=${id}&limit=500`)).body.data
  const acts = audit.filter(({ counts }: { counts: Record<string, number> | null }) => counts?.['attendanceYear'] === 1)
  expect(acts.map(({ counts }: { counts: Record<string, number> }) => counts['attendance'])).toEqual([
    weeks.length - own.length,
    own.length,
  ])
  const line = { kind: 'attendance', count: own.length }
  await comesTrue(async () => expect(await heldByLastCertificate(stack, id)).toContainEqual(line))
}, 120_000)

async function keepingSchool(): Promise<string> {
  const granted = ['pupil.misId', 'pupil.name', 'pupil.attendance']
  return onboard(stack, await makeSimSchool(stack, { seed: 'keeps', pupils: 60 }), granted)
}
