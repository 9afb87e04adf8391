import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { activitiesOfRun, weeksHeldOf } from '../support/held.js'
import { all, makeSimSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf, writesIn } from '../support/state.js'
import { devServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string

beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
  school = await makeSimSchool(stack, { pupils: 150, profile: 'secondary11to16' })
  id = await onboard(stack, school)
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const happen = async (event: Record<string, unknown>) => {
  const answer = await stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [event] })
  expect(answer.status).toBeLessThan(300)
  return answer.body
}
const pupils = (query = '') => all(stack, 'head', `/v1/schools/${id}/pupils${query}`)
const feed = () => all(stack, 'application', `/v1/schools/${id}/changes`)
const withMisId = (list: readonly { items: Record<string, unknown> }[], misId: string) =>
  list.find(({ items }) => items['pupil.misId'] === misId)

test('finds a new pupil the night after [R06][R55]', async () => {
  const { data } = await happen({ do: 'join', surname: 'Tanglewick' })
  expect(await sync(stack, id)).toMatchObject({ counts: { pupil: { added: 1, changed: 0, removed: 0 } } })
  expect(withMisId(await pupils(), data.events[0].misId)?.items['pupil.name']).toMatchObject({ surname: 'Tanglewick' })
})

test('never asks for attendance where it is not granted, and holds none [R02][R03]', async () => {
  await stack.sim('DELETE', '/_sim/requests')
  const { id: run } = await sync(stack, id)
  const { body } = await stack.sim('GET', `/_sim/requests?schoolId=${school.id}`)
  expect(body.data.length).toBeGreaterThan(4)
  expect(body.data.filter(({ path }: { path: string }) => path.includes('attendance'))).toEqual([])
  expect(await activitiesOfRun(env, id, run)).toEqual(['collect', 'closeRun'])
  expect(await weeksHeldOf(stack, id)).toEqual([])
  const [pupil] = await pupils()
  expect((await stack.call('head', 'GET', `/v1/schools/${id}/pupils/${pupil!.id}/attendance`)).status).toBe(404)
})

test('writes membership changes only when a pupil changes class [R58]', async () => {
  const truth = await truthOf(stack, school)
  const mover = truth.pupils.find(({ classes }: { classes: string[] }) => classes.length > 1)
  const before = withMisId(await pupils(), mover.misId) as { id: string; items: Record<string, unknown> }
  await happen({ do: 'moveClass', misId: mover.misId })
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  expect(result.counts.pupil).toMatchObject({ added: 0, changed: 0, removed: 0 })
  expect(result.counts.membership).toMatchObject({ added: 1, removed: 1 })
  expect(writes).toEqual({ membership: { inserted: 1, updated: 1 }, subject: { updated: 1 }, change: { inserted: 2 } })
  const after = withMisId(await pupils(), mover.misId)
  expect(after?.items['pupil.classes']).not.toEqual(before.items['pupil.classes'])
  const entries = (await feed()).slice(-2)
  expect(entries.map(({ op, kind, subjectId }) => [op, kind, subjectId])).toEqual([
    ['added', 'membership', before.id],
    ['removed', 'membership', before.id],
  ])
})

test('takes a pupil who is not listed any more for a leaver, keeps the others, and shows the pupil again who comes back [R27]', async () => {
  const truth = await truthOf(stack, school)
  const leaver = truth.pupils[5]
  const held = withMisId(await pupils(), leaver.misId) as { id: string; items: Record<string, unknown> }
  await happen({ do: 'leave', misId: leaver.misId })
  expect(await sync(stack, id)).toMatchObject({ counts: { pupil: { removed: 1, added: 0, changed: 0 } } })
  expect(withMisId(await pupils(), leaver.misId)).toBeUndefined()
  expect((await stack.call('application', 'GET', `/v1/schools/${id}/pupils/${held.id}`)).status).toBe(404)
  expect((await stack.call('application', 'GET', `/v1/schools/${id}/pupils?state=left`)).status).toBe(403)
  expect(withMisId(await pupils('?state=left'), leaver.misId)).toMatchObject({ state: 'left' })
  expect((await feed()).at(-1)).toMatchObject({ op: 'removed', kind: 'pupil', subjectId: held.id })
  expect(await pupils()).toHaveLength(truth.pupils.length - 1)

  await happen({ do: 'return', misId: leaver.misId })
  await sync(stack, id)
  expect(withMisId(await pupils(), leaver.misId)).toMatchObject({ id: held.id, state: 'onRoll' })
  expect((await feed()).at(-1)).toMatchObject({ op: 'restored', kind: 'pupil', subjectId: held.id })
})

test('asks for a withdrawn item no more, hides it at once and seals what is left under new keys [R02][R03]', async () => {
  const { body: grant } = await stack.call('head', 'GET', `/v1/schools/${id}/grant`)
  const without = grant.items.filter((item: string) => !['pupil.upn', 'pupil.classes', 'staff.groups'].includes(item))
  const keysBefore = await keyIds()
  expect((await stack.call('school', 'PUT', `/v1/schools/${id}/grant`, { items: without })).status).toBe(200)
  for (const { items } of await pupils()) expect(items).not.toHaveProperty(['pupil.upn'])

  await untilStripped()
  const { db } = await stack.deps.schools.open(id)
  expect(await db.selectFrom('membership').select('item').distinct().execute()).not.toContainEqual({
    item: 'pupil.classes',
  })
  const keysAfter = await keyIds()
  expect(keysAfter.size).toBe(keysBefore.size)
  const kept = [...keysAfter].filter((key) => keysBefore.has(key))
  expect(kept.length).toBeLessThan(keysBefore.size - 100)

  await stack.sim('DELETE', '/_sim/requests')
  await sync(stack, id)
  const asked = JSON.stringify((await stack.sim('GET', '/_sim/requests')).body)
  expect(asked).not.toContain('/classes')
  expect((await sync(stack, id)).state).toBe('nothingToDo')
  expect((await pupils())[0].items).toHaveProperty(['pupil.name'])
})

test('holds back what is withdrawn of one pupil from the next read on, writes nothing on a quiet night, and brings it back when it is granted again [R02][R04]', async () => {
  const [one, other] = (await pupils()) as { id: string; items: Record<string, unknown> }[]
  const path = `/v1/schools/${id}/withdrawals`
  const shown = async () =>
    (await stack.call('application', 'GET', `/v1/schools/${id}/pupils/${one!.id}`)).body.items['pupil.name']
  const name = one!.items['pupil.name']
  await stack.call('school', 'POST', path, { pupilId: one!.id, item: 'pupil.name' })
  expect(await shown()).toBeUndefined()
  expect((await sync(stack, id)).counts.pupil.changed).toBe(1)
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  expect([result.state, writes]).toEqual(['nothingToDo', {}])
  expect((await pupils()).find((pupil: { id: string }) => pupil.id === other!.id)).toEqual(other)
  await stack.call('school', 'DELETE', `${path}/${one!.id}?item=pupil.name`)
  expect((await sync(stack, id)).counts.pupil.changed).toBe(1)
  expect(await shown()).toEqual(name)
})

async function keyIds(): Promise<Set<string>> {
  const { db } = await stack.deps.schools.open(id)
  const rows = await db.selectFrom('record').select(['sealed']).where('kind', '=', 'pupil').execute()
  return new Set(rows.map(({ sealed }) => sealed.subarray(1, 17).toString('hex')))
}

async function untilStripped(): Promise<void> {
  for (;;) {
    const row = await stack.control
      .selectFrom('school')
      .select(['grant_version', 'stripped_version'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    if (row.grant_version === row.stripped_version) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
