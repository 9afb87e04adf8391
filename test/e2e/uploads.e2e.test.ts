import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findSchool } from '../../db/control/school.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { packed } from '../connectors/oneroster/support/package.js'
import { plannerOn } from '../support/planner.js'
import { accept, all, makeSimSchool, register, runEnded, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf } from '../support/state.js'
import { devServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string
let first: string
beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env, agreements: [plannerOn('oneroster')] })
  school = await makeSimSchool(stack, { pupils: 90 })
  const source = { connector: 'oneroster', format: 'csv', version: '1.1', schoolId: school.id, baseUrl: 'upload:' }
  id = await register(stack, school, { agreement: 'planner-on-oneroster', source })
  first = (await accept(stack, id)).runId
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const rosters = async (): Promise<Buffer> =>
  Buffer.from(await (await fetch(`${stack.simulator}/oneroster/${school.id}.zip?version=1.1`)).arrayBuffer())
async function upload(bytes: Buffer): Promise<string> {
  const answer = await fetch(`${stack.apiUrl}/v1/schools/${id}/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.tokens.school}`, 'content-type': 'application/zip' },
    body: new Uint8Array(bytes),
  })
  const body = (await answer.json()) as { readonly runId: string }
  expect([answer.status, body]).toEqual([202, { runId: expect.any(String) }])
  return body.runId
}
const waiting = async () => (await stack.deps.schools.open(id)).db.selectFrom('upload').select('id').execute()
const pupils = async () =>
  (await all(stack, 'application', `/v1/schools/${id}/pupils`)).map(({ items }) => items['pupil.misId']).sort()
const real = async () => (await truthOf(stack, school)).pupils.map(({ misId }: { misId: string }) => misId).sort()
const lastWholeRead = async () => (await findSchool(stack.control, id))?.last_whole_read_at

test('a school that nothing was uploaded for is accepted, and its first run has nothing to do', async () => {
  expect(await runEnded(stack, id, first)).toMatchObject({
    state: 'nothingToDo',
    reason: expect.stringMatching(/^No file was uploaded/),
  })
  expect(await findSchool(stack.control, id)).toMatchObject({ phase: 'onboarding', needs_attention: null })
})

test('a file is read as soon as it is uploaded, and is gone when the run has ended', async () => {
  const run = await runEnded(stack, id, await upload(await rosters()))
  expect(run).toMatchObject({ state: 'applied', counts: { pupil: { added: 90 } } })
  expect(await pupils()).toEqual(await real())
  expect(await waiting()).toEqual([])
})

test('a night without a new file fails nobody and treats nobody as gone', async () => {
  const [before, readAt] = [await pupils(), await lastWholeRead()]
  expect((await sync(stack, id)).state).toBe('nothingToDo')
  expect([await pupils(), await lastWholeRead()]).toEqual([before, readAt])
})

test('the next file takes whoever is in it no more, and does not stay either', async () => {
  const [misId] = await real()
  await stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [{ do: 'leave', misId }] })
  await runEnded(stack, id, await upload(await rosters()))
  expect(await pupils()).toEqual(await real())
  expect(await pupils()).not.toContain(misId)
  expect(await waiting()).toEqual([])
})

test('a file with a bad row changes nothing, says where, and waits to be replaced or swept', async () => {
  const before = await pupils()
  const orgs = `sourcedId,name,type\n${school.id},A School,school\n`
  const bad = {
    'orgs.csv': orgs,
    'demographics.csv': null,
    'users.csv': 'sourcedId,givenName,familyName\nu1,Ada,Secret\n,Ben,Secret\n',
  }
  const run = await runEnded(stack, id, await upload(packed(bad)))
  expect(run).toMatchObject({
    state: 'refused',
    reason: expect.stringContaining('users.csv line 3 column 1 (sourcedId): no_id'),
  })
  expect(run.reason).not.toContain('Secret')
  expect([await pupils(), (await waiting()).length]).toEqual([before, 1])
  await runEnded(stack, id, await upload(await rosters()))
  expect([await pupils(), await waiting()]).toEqual([before, []])
})

test('two files at once are both read, whichever run was under way', async () => {
  const [one, two] = await Promise.all([upload(await rosters()), upload(await rosters())])
  for (const run of [one, two]) expect((await runEnded(stack, id, run)).state).toBe('nothingToDo')
  await stack.atRest(id)
  expect(await waiting()).toEqual([])
})
