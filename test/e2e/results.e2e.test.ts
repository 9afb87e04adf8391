import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedAgreements } from '../../agreement/shipped.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { activitiesOfRun, heldByLastCertificate, rowsBeside, strippedToGrant, subjectKeysOf } from '../support/held.js'
import { PLANNER, plannerOnWonde } from '../support/planner.js'
import { pupilsShown } from '../support/register.js'
import {
  aspectIds,
  inBook,
  markBook,
  partsHeldOf,
  regrant,
  resultsShown,
  takeRequestsBelow,
} from '../support/results.js'
import { all, makeSimSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { registerSearchAttributes } from '../support/search-attributes.js'
import { skipTime } from '../support/skip-time.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { writesIn } from '../support/state.js'
import { timeSkippingServer } from '../support/temporal.js'

// The day after a summer term's results were entered: some of them are moderated in the week that follows.
let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string
let now: Date
let year: number
let codes: { readonly reading: string; readonly mathematics: string; readonly examination: string }

beforeAll(async () => {
  env = await timeSkippingServer()
  await registerSearchAttributes(env, searchAttributeKeys)
  const began = new Date(await env.currentTimeMs())
  year = began.toISOString().slice(5) < '07-01' ? began.getUTCFullYear() : began.getUTCFullYear() + 1
  await env.sleep(Date.parse(`${year}-07-06T12:00:00Z`) - began.getTime())
  now = new Date(await env.currentTimeMs())
  stack = await startStack({
    env,
    agreements: [...shippedAgreements(), plannerOnWonde()],
    clock: () => now,
    simulatorDate: now.toISOString(),
  })
  school = await makeSimSchool(stack, { seed: 'results', pupils: 60 })
  id = await onboard(stack, school, ['pupil.misId', 'pupil.name', 'pupil.assessments'])
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

const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString()
const simulatedDay = (day: string) => stack.sim('PUT', '/_sim/clock', { now: day })
const happen = (at: SimSchool, event: object) => stack.sim('POST', `/_sim/schools/${at.id}/events`, { events: [event] })
const partOf = (code: string) => `results/${code.slice('pupil.assessments:'.length)}`
const held = () => partsHeldOf(stack, id)
const keys = () => subjectKeysOf(stack, id)

test('lists the aspects of a school that opens assessment, and asks for no result while none is chosen [R31]', async () => {
  const ids = await aspectIds(stack, id)
  expect(Object.keys(ids)).toEqual(expect.arrayContaining(['Reading', 'Mathematics', 'Final examination']))
  expect(await takeRequestsBelow(stack, school, 'assessment/results')).toEqual([])
  expect(await held()).toEqual([])
  const code = (name: string) => `pupil.assessments:${ids[name]}`
  codes = { reading: code('Reading'), mathematics: code('Mathematics'), examination: code('Final examination') }
})

test('brings the chosen aspects of everybody on roll, each sealed under a key of its own, and asks for no other [R31]', async () => {
  await regrant(stack, id, { add: [codes.reading, codes.mathematics] })
  const run = await sync(stack, id)
  const asked = await takeRequestsBelow(stack, school, 'assessment/results')
  const chosen = [codes.mathematics, codes.reading].map((code) => code.split(':')[1])
  expect(new Set(asked.map(({ query }) => query['aspect_id']))).toEqual(new Set(chosen))
  const [book, pupils] = [await markBook(stack, school), await pupilsShown(stack, id)]
  for (const pupil of pupils.filter((_, at) => at % 6 === 0))
    expect(await resultsShown(stack, id, pupil.id)).toEqual({
      Reading: inBook(book, pupil.misId, 'Reading'),
      Mathematics: inBook(book, pupil.misId, 'Mathematics'),
    })
  const parts = await held()
  expect(parts.length).toBeGreaterThan(pupils.length * 1.8)
  expect(run.counts.result).toMatchObject({ added: parts.length, changed: 0, removed: 0, refusedItems: 0 })
  const count = (code: string) => parts.filter(({ part }) => part === partOf(code)).length
  expect(await keys()).toMatchObject({ [partOf(codes.reading)]: count(codes.reading), [partOf(codes.mathematics)]: count(codes.mathematics) }) // prettier-ignore
  for (const { sealed } of parts) expect(Buffer.from(sealed, 'hex').toString('latin1')).not.toMatch(/Expected|Summer/)
})

test('writes nothing in a night without changes, and asks it for changes only', async () => {
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  expect(writes).toEqual({})
  expect(result).toMatchObject({ state: 'nothingToDo', reason: null })
  expect(await activitiesOfRun(env, id, result.id)).toEqual(['collect', 'collectResults', 'closeRun'])
  const asked = await takeRequestsBelow(stack, school, 'assessment/results')
  expect(asked).toHaveLength(2)
  expect(asked.every(({ query }) => 'updated_after' in query)).toBe(true)
})

test('finds what was moderated since, changes those records and no other, and tells of each', async () => {
  const before = await held()
  await simulatedDay(`${year}-07-15`)
  const run = await sync(stack, id)
  const after = await held()
  const changed = after.filter(({ digest, id: of }) => before.find((one) => one.id === of)?.digest !== digest)
  expect(changed.length).toBeGreaterThan(0)
  expect(changed.length).toBeLessThan(before.length / 3)
  expect(run.counts.result).toMatchObject({ added: 0, changed: changed.length, removed: 0 })
  const told = (await all(stack, 'application', `/v1/schools/${id}/changes`)).slice(-changed.length)
  expect(told).toEqual(changed.map(() => expect.objectContaining({ op: 'changed', kind: 'result', runId: run.id })))
  const book = await markBook(stack, school)
  for (const { id: pupil, misId } of (await pupilsShown(stack, id)).slice(0, 10))
    expect((await resultsShown(stack, id, pupil))['Reading']).toEqual(inBook(book, misId, 'Reading'))
})

test('applies nothing of an aspect that came empty, and says so, while the people’s part stands', async () => {
  const before = await held()
  const refs = codes.reading.split(':')[1]
  await stack.control
    .updateTable('aspect')
    .set({ read_to: null })
    .where('ref', '=', refs ?? '')
    .execute()
  const path = `/v1.0/schools/${school.id}/assessment/results`
  await stack.sim('PUT', '/_sim/faults', { faults: [{ kind: 'emptySchool', path }] })
  const run = await sync(stack, id)
  expect(run.reason).toMatch(/^Results: .*not one came of 1 aspects/)
  expect(run.completeness.walks).not.toEqual([])
  expect(await held()).toEqual(before)
  await stack.sim('DELETE', '/_sim/faults')
  expect(await sync(stack, id)).toMatchObject({ state: 'nothingToDo', reason: null })
})

test('hides one pupil’s results in one aspect at once and erases them within 24 hours, and brings them again when they are granted again', async () => {
  const [pupil] = await pupilsShown(stack, id)
  const before = await held()
  const own = before.filter(({ subject_id, part }) => subject_id === pupil!.id && part === partOf(codes.reading))
  expect(own).toHaveLength(1)
  const withdrawn = await stack.call('head', 'POST', `/v1/schools/${id}/withdrawals`, { pupilId: pupil!.id, item: codes.reading }) // prettier-ignore
  expect(withdrawn.status).toBe(201)
  expect(Object.keys(await resultsShown(stack, id, pupil!.id))).toEqual(['Mathematics'])
  await passUntil(inHours(25))
  expect(await held()).toEqual(before.filter((one) => one.id !== own[0]!.id))
  expect(await heldByLastCertificate(stack, id)).toEqual([{ kind: 'itemWithdrawn pupil.assessments', count: 1 }])
  const count = (await keys())[partOf(codes.reading)] ?? 0
  const path = `/v1/schools/${id}/withdrawals/${pupil!.id}?item=${codes.reading}`
  expect((await stack.call('head', 'DELETE', path)).status).toBe(200)
  expect((await sync(stack, id)).counts.result).toMatchObject({ added: 1, changed: 0, removed: 0 })
  expect((await keys())[partOf(codes.reading)]).toBe(count + 1)
})

test('takes one aspect away from everybody when it is withdrawn, with its keys, and leaves the other byte for byte [R31]', async () => {
  const [before, others, before2] = [await held(), await rowsBeside(stack, id), await keys()]
  const [pupil] = await pupilsShown(stack, id)
  const ofAspect = (code: string) => before.filter(({ part }) => part === partOf(code))
  const withdrawn = await stack.call('school', 'POST', `/v1/schools/${id}/withdrawals`, { item: codes.mathematics })
  expect(withdrawn.status).toBe(201)
  expect(Object.keys(await resultsShown(stack, id, pupil!.id))).toEqual(['Reading'])
  await strippedToGrant(stack, id)
  expect(await held()).toEqual(ofAspect(codes.reading))
  expect(await rowsBeside(stack, id)).toEqual(others)
  const { [partOf(codes.mathematics)]: _, ...left } = before2
  expect(await keys()).toEqual(left)
  expect(await heldByLastCertificate(stack, id)).toEqual([
    { kind: 'itemWithdrawn pupil.assessments', count: ofAspect(codes.mathematics).length },
  ])
  const feed = (await all(stack, 'application', `/v1/schools/${id}/changes`)).filter(({ kind }) => kind === 'result')
  const told = feed.filter(({ recordId }) => ofAspect(codes.mathematics).some((one) => one.id === recordId))
  expect(told.map(({ op }) => op)).toEqual(ofAspect(codes.mathematics).map(() => 'erased'))
  await sync(stack, id)
  expect(await held()).toEqual(ofAspect(codes.reading))
})

test('takes an examination result that comes in August for a pupil who left in July, where the agreement does', async () => {
  const [leaver] = (await pupilsShown(stack, id)).slice(3)
  await happen(school, { do: 'leave', misId: leaver!.misId })
  await sync(stack, id)
  await stack.call('school', 'POST', `/v1/schools/${id}/pause`)
  await passUntil(`${year}-08-21T12:00:00Z`)
  await simulatedDay(`${year}-08-21`)
  await regrant(stack, id, { add: [codes.examination] })
  const { body } = await stack.call('school', 'POST', `/v1/schools/${id}/resume`)
  expect(body.phase).toBe('active')
  await sync(stack, id)
  const shown = await resultsShown(stack, id, leaver!.id, 'head')
  const book = await markBook(stack, school)
  expect(shown['Final examination']).toHaveLength(1)
  expect(shown['Final examination']).toEqual(inBook(book, leaver!.misId, 'Final examination'))
  // Nobody says that leavers are listed: what is held of them stands.
  expect(shown['Reading']).toEqual(inBook(book, leaver!.misId, 'Reading'))
})

test('erases a leaver’s results with the leaver, keys included, and keeps everybody else’s', async () => {
  const planner = await makeSimSchool(stack, { seed: 'leaves', pupils: 60 })
  const items = ['pupil.misId', 'pupil.name', 'pupil.assessments']
  const own = await onboard(stack, planner, items, { agreement: PLANNER })
  const { Reading: reading } = await aspectIds(stack, own)
  await regrant(stack, own, { add: [`pupil.assessments:${reading}`] })
  await sync(stack, own)
  const [leaver] = await pupilsShown(stack, own)
  const before = await partsHeldOf(stack, own)
  const part = `results/${reading}`
  expect(before.filter(({ subject_id }) => subject_id === leaver!.id)).toHaveLength(1)
  await happen(planner, { do: 'leave', misId: leaver!.misId })
  await sync(stack, own)
  await passUntil(inHours(25))
  expect(await partsHeldOf(stack, own)).toEqual(before.filter(({ subject_id }) => subject_id !== leaver!.id))
  expect((await subjectKeysOf(stack, own))[part]).toBe(before.length - 1)
  expect(await heldByLastCertificate(stack, own)).toContainEqual({ kind: 'result', count: 1 })
}, 120_000)
