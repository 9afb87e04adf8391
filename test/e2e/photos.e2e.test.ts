import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedAgreements } from '../../agreement/shipped.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { activitiesOfRun, heldByLastCertificate, rowsBeside, strippedToGrant, subjectKeysOf } from '../support/held.js'
import { PLANNER, plannerOnWonde } from '../support/planner.js'
import { pupilsShown } from '../support/register.js'
import { partsHeldOf, regrant, takeRequestsBelow } from '../support/results.js'
import { all, makeSimSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { registerSearchAttributes } from '../support/search-attributes.js'
import { skipTime } from '../support/skip-time.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf, writesIn } from '../support/state.js'
import { timeSkippingServer } from '../support/temporal.js'

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
  // A few days before the photographer comes.
  year = began.toISOString().slice(5) < '09-25' ? began.getUTCFullYear() : began.getUTCFullYear() + 1
  await env.sleep(Date.parse(`${year}-09-29T12:00:00Z`) - began.getTime())
  now = new Date(await env.currentTimeMs())
  stack = await startStack({
    env,
    agreements: [...shippedAgreements(), plannerOnWonde()],
    clock: () => now,
    simulatorDate: now.toISOString(),
  })
  school = await makeSimSchool(stack, { seed: 'photos', pupils: 90 })
  id = await onboard(stack, school, ['pupil.misId', 'pupil.name', 'pupil.photo'], { agreement: PLANNER })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

async function passHours(hours: number): Promise<void> {
  now = await skipTime(env, stack, hours * 3_600_000)
}

async function passTo(day: string): Promise<void> {
  await passHours((Date.parse(`${day}T12:00:00Z`) - now.getTime()) / 3_600_000)
  await stack.sim('PUT', '/_sim/clock', { now: now.toISOString() })
}

const held = () => partsHeldOf(stack, id)
const happen = (event: object) => stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [event] })
const fetchPhoto = (pupil: string, role: 'application' | 'operator' = 'application') =>
  fetch(`${stack.apiUrl}/v1/schools/${id}/pupils/${pupil}/photo`, {
    headers: { authorization: `Bearer ${stack.tokens[role]}` },
  })
const lastRun = async () => (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs`)).body.data[0]

test('brings the photograph of everybody who has one, a JPEG or a PNG, sealed, without anything that was written beside it', async () => {
  const { pupils } = await truthOf(stack, school)
  const nameOf = new Map<string, string>(
    pupils.map((one: { misId: string; forename: string; surname: string }) => [
      one.misId,
      `${one.forename} ${one.surname}`,
    ]),
  )
  const types = new Map<string, number>()
  for (const { id: pupil, misId } of await pupilsShown(stack, id)) {
    const answer = await fetchPhoto(pupil)
    const type = answer.status === 200 ? String(answer.headers.get('content-type')) : String(answer.status)
    types.set(type, (types.get(type) ?? 0) + 1)
    const text = Buffer.from(await answer.arrayBuffer()).toString('latin1')
    expect(text).not.toContain(nameOf.get(misId))
    expect(text).not.toMatch(/Exif|GPS|JFIF|Comment|trailing/)
  }
  expect([...types.keys()].sort()).toEqual(['404', 'image/jpeg', 'image/png'])
  const photos = await held()
  expect(photos.length).toBe((types.get('image/jpeg') ?? 0) + (types.get('image/png') ?? 0))
  for (const { sealed } of photos) expect(Buffer.from(sealed, 'hex').toString('latin1')).not.toMatch(/IHDR|IDAT/)
  expect(await subjectKeysOf(stack, id)).toMatchObject({ photo: photos.length })
  const run = await lastRun()
  expect(run.counts.photo).toMatchObject({ added: photos.length, changed: 0, removed: 0 })
  expect(run.completeness.photos.refused.notAPicture).toBeGreaterThan(0)
  expect(run.counts.photo.refusedItems).toBe(run.completeness.photos.refused.notAPicture)
})

test('writes nothing in a night without changes, and fetches no picture that is known', async () => {
  const [refused] = [(await lastRun()).completeness.photos.refused.notAPicture]
  await takeRequestsBelow(stack, school, '')
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  expect(writes).toEqual({})
  expect(result).toMatchObject({ state: 'nothingToDo', reason: null, completeness: { photos: { fetched: refused } } })
  expect(await activitiesOfRun(env, id, result.id)).toEqual(['collect', 'collectPhotos', 'closeRun'])
  const asked = await takeRequestsBelow(stack, school, '/photos')
  expect(asked).toHaveLength(refused)
})

test('takes another picture once there is one, and tells of it', async () => {
  const before = await held()
  await passTo(`${year}-10-06`)
  const run = await sync(stack, id)
  const after = await held()
  const changed = after.filter(({ id: of, digest }) => before.some((one) => one.id === of && one.digest !== digest))
  expect(changed.length).toBeGreaterThan(before.length / 2)
  expect(run.counts.photo).toMatchObject({ changed: changed.length, removed: 0 })
  const feed = await all(stack, 'application', `/v1/schools/${id}/changes`)
  expect(feed.filter(({ runId, kind, op }) => runId === run.id && kind === 'photo' && op === 'changed')).toHaveLength(
    changed.length,
  )
})

test('keeps what it holds where pictures are refused, and says so, or are shared no more', async () => {
  const before = await held()
  const path = `/v1.0/schools/${school.id}/photos`
  await stack.sim('PUT', '/_sim/faults', { faults: [{ kind: '403', path }] })
  const run = await sync(stack, id)
  expect(run).toMatchObject({ state: 'nothingToDo', reason: expect.stringMatching(/^Photos: .*photos: status 403/) })
  expect(await held()).toEqual(before)
  await stack.sim('DELETE', '/_sim/faults')
  await stack.sim('PUT', `/_sim/schools/${school.id}/permissions`, { denied: ['students.photo'] })
  const without = await sync(stack, id)
  expect(without.counts.photo).toBeUndefined()
  expect(without.completeness.notPermitted).toEqual(['pupil.photo'])
  expect(await held()).toEqual(before)
  await stack.sim('PUT', `/_sim/schools/${school.id}/permissions`, { denied: [] })
})

test('hides one pupil’s photograph at once, erases it within 24 hours with its key, and brings it again when it is granted again', async () => {
  const before = await held()
  const pupil = before[0]!.subject_id
  const withdrawn = await stack.call('head', 'POST', `/v1/schools/${id}/withdrawals`, {
    pupilId: pupil,
    item: 'pupil.photo',
  })
  expect(withdrawn.status).toBe(201)
  expect((await fetchPhoto(pupil)).status).toBe(404)
  await passHours(25)
  expect(await held()).toEqual(before.slice(1))
  expect((await subjectKeysOf(stack, id))['photo']).toBe(before.length - 1)
  expect(await heldByLastCertificate(stack, id)).toEqual([{ kind: 'itemWithdrawn pupil.photo', count: 1 }])
  expect((await stack.call('head', 'DELETE', `/v1/schools/${id}/withdrawals/${pupil}?item=pupil.photo`)).status).toBe(
    200,
  )
  expect((await sync(stack, id)).counts.photo).toMatchObject({ added: 1 })
  expect((await fetchPhoto(pupil)).status).toBe(200)
})

test('erases a leaver’s photograph with the leaver, key included, and keeps everybody else’s', async () => {
  const before = await held()
  const leaver = before[1]!.subject_id
  const misId = (await pupilsShown(stack, id)).find(({ id: one }) => one === leaver)!.misId
  await happen({ do: 'leave', misId })
  await sync(stack, id)
  // Hidden within a minute.
  await passHours(1 / 60)
  expect((await fetchPhoto(leaver)).status).toBe(404)
  await passHours(25)
  expect(await held()).toEqual(before.filter(({ subject_id }) => subject_id !== leaver))
  expect((await subjectKeysOf(stack, id))['photo']).toBe(before.length - 1)
  expect(await heldByLastCertificate(stack, id)).toContainEqual({ kind: 'photo', count: 1 })
})

test('takes every photograph away, with its key, when photographs are withdrawn, and asks for none any more', async () => {
  const [photos, others] = [await held(), await rowsBeside(stack, id)]
  await regrant(stack, id, { take: ['pupil.photo'] })
  expect((await fetchPhoto(photos[0]!.subject_id)).status).toBe(404)
  await strippedToGrant(stack, id)
  expect(await held()).toEqual([])
  expect(await rowsBeside(stack, id)).toEqual(others)
  expect(await subjectKeysOf(stack, id)).not.toHaveProperty('photo')
  expect(await heldByLastCertificate(stack, id)).toEqual([{ kind: 'itemWithdrawn pupil.photo', count: photos.length }])
  const feed = (await all(stack, 'application', `/v1/schools/${id}/changes`)).filter(({ kind }) => kind === 'photo')
  expect(new Set(feed.map(({ op }) => op))).toEqual(new Set(['erased']))
  await takeRequestsBelow(stack, school, '')
  await sync(stack, id)
  expect(await takeRequestsBelow(stack, school, 'photo')).toEqual([])
})
