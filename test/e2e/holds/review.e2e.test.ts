import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { searchAttributeKeys } from '../../../workflows/search-attributes.js'
import { accept, all, makeSettledSchool, onboard, register, runEnded, sync } from '../../support/schools.js'
import type { SimSchool } from '../../support/schools.js'
import { startStack } from '../../support/stack.js'
import type { Stack } from '../../support/stack.js'
import { truthOf, writesIn } from '../../support/state.js'
import { devServer } from '../../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string

beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

beforeEach(async () => {
  school = await makeSettledSchool(stack, { pupils: 60, days: 30 })
}, 60_000)

const happen = (events: readonly object[]) => stack.sim('POST', `/_sim/schools/${school.id}/events`, { events })
const pupils = () => all(stack, 'application', `/v1/schools/${id}/pupils`)
const review = (syncMode: unknown) => stack.call('head', 'PATCH', `/v1/schools/${id}/settings`, { syncMode })
const waiting = async () => {
  const [hold, ...more] = (await stack.call('school', 'GET', `/v1/schools/${id}/holds?state=open`)).body.data
  expect(more).toEqual([])
  return hold && { ...hold, changes: (await stack.call('school', 'GET', `/v1/schools/${id}/holds/${hold.id}?limit=500`)).body.changes.data } // prettier-ignore
}
const decide = (hold: string, decision: string, changes?: readonly string[]) =>
  stack.call('school', 'POST', `/v1/schools/${id}/holds/${hold}/${decision}`, changes && { changes })
const surnames = async () => (await pupils()).map(({ items }) => items['pupil.name'].surname)

test('a school that reviews sees each change field by field, and nothing is applied before its yes [R08]', async () => {
  id = await onboard(stack, school)
  expect((await review('manual')).body.syncMode).toBe('manual')
  const [first, second, third] = (await truthOf(stack, school)).pupils
  const before = await pupils()
  await happen([
    { do: 'rename', misId: first.misId, surname: 'Quillfeather' },
    { do: 'rename', misId: second.misId, surname: 'Oddwick' },
    { do: 'moveClass', misId: third.misId },
    { do: 'join' },
  ])
  const run = await sync(stack, id)
  expect(run).toMatchObject({ state: 'held', counts: { pupil: { added: 0, changed: 0 } } })
  expect(await pupils()).toEqual(before)
  const held = await waiting()
  expect(held).toMatchObject({ reason: 'review', then: 'dropped' })
  const renamed = held.changes.find(({ fields }: { fields: { after: unknown }[] }) => JSON.stringify(fields).includes('Quillfeather')) // prettier-ignore
  expect(renamed).toMatchObject({
    op: 'changed',
    name: { surname: first.surname },
    fields: [{ item: 'pupil.name', before: { surname: first.surname }, after: { surname: 'Quillfeather' } }],
  })
  expect(held.changes.filter(({ op }: { op: string }) => op === 'added')).toHaveLength(1)
  const seen = (await stack.call('operator', 'GET', `/v1/schools/${id}/holds/${held.id}`)).body.changes.data
  expect(JSON.stringify(seen)).not.toContain('Quillfeather')
  await stack.atRest(id)
  expect((await writesIn(stack, id, () => sync(stack, id))).writes).toEqual({})

  await decide(held.id, 'release', [renamed.id])
  await stack.atRest(id)
  expect((await surnames()).filter((one) => one === 'Quillfeather' || one === 'Oddwick')).toEqual(['Quillfeather'])
  const left = await waiting()
  await decide(held.id, 'reject')
  await stack.atRest(id)
  expect(await waiting()).toBeUndefined()
  expect((await sync(stack, id)).state).toBe('nothingToDo')
  expect([left.changes.length, await surnames()]).toEqual([held.changes.length - 1, await surnames()])
  await happen([{ do: 'rename', misId: second.misId, surname: 'Thistledown' }])
  expect((await sync(stack, id)).state).toBe('held')
  expect((await waiting()).changes).toMatchObject([{ fields: [{ after: { surname: 'Thistledown' } }] }])
})

test('the first night of a school that reviews is a proposal, and its yes to all of it is what a first night brings [R08]', async () => {
  id = await register(stack, school)
  await review('manual')
  const { runId } = await accept(stack, id)
  expect((await runEnded(stack, id, runId)).state).toBe('held')
  expect(await pupils()).toEqual([])
  const { id: hold, count } = await waiting()
  expect(count).toBeGreaterThan(60)
  await decide(hold, 'release')
  await stack.atRest(id)
  const shown = await pupils()
  const { pupils: truth } = await truthOf(stack, school)
  expect(shown.map(({ items }) => items['pupil.misId']).sort()).toEqual(
    truth.map(({ misId }: { misId: string }) => misId).sort(),
  )
  expect(shown.every(({ items }) => items['pupil.groups'].length > 0)).toBe(true)
  const next = await writesIn(stack, id, () => sync(stack, id))
  expect([next.result.state, next.writes]).toEqual(['nothingToDo', {}])
})

test('a removal waits for nobody’s yes to start its clock, and cannot be put off past its date [R08]', async () => {
  id = await onboard(stack, school)
  await review({ pupil: 'manual' })
  const [, , , leaver] = (await truthOf(stack, school)).pupils
  await stack.sim('PUT', `/_sim/schools/${school.id}/permissions`, { denied: ['students_leaver', 'deletions'] })
  await sync(stack, id)
  await happen([{ do: 'optOut', misId: leaver.misId }])
  const run = await sync(stack, id)
  expect(run.state).toBe('held')
  const { id: hold, changes } = await waiting()
  expect(changes).toMatchObject([{ op: 'removed', kind: 'pupil', fields: [] }])
  const detected = Date.parse(run.startedAt)
  expect((Date.parse(changes[0].erasedFrom) - detected) / 86_400_000).toBeLessThan(184)
  await decide(hold, 'defer')
  await stack.atRest(id)
  expect((await waiting()).changes).toMatchObject([{ decision: 'defer', erasedFrom: changes[0].erasedFrom }])
  expect(await pupils()).toHaveLength(60)
})

test('what waits is gone with a withdrawn item, keys first, and comes back without it [R04]', async () => {
  id = await onboard(stack, school)
  await review('manual')
  const [first] = (await truthOf(stack, school)).pupils
  await happen([{ do: 'rename', misId: first.misId, surname: 'Quillfeather' }])
  await sync(stack, id)
  expect((await waiting()).changes).toHaveLength(1)
  const { items } = (await stack.call('head', 'GET', `/v1/schools/${id}/grant`)).body
  const without = items.filter((code: string) => code !== 'pupil.name')
  await stack.call('head', 'PUT', `/v1/schools/${id}/grant`, { items: without })
  await stack.atRest(id)
  const { db } = await stack.deps.schools.open(id)
  expect(await db.selectFrom('held_change').selectAll().execute()).toEqual([])
  expect((await sync(stack, id)).state).toBe('nothingToDo')
})

test('a mode that the agreement does not have is refused', async () => {
  id = await onboard(stack, school, undefined, {})
  const answer = await stack.call('head', 'PATCH', `/v1/schools/${id}/settings`, { syncMode: 'sometimes' })
  expect(answer.status).toBe(422)
})
