import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { PLANNER, plannerOnWonde } from '../support/planner.js'
import { all, makeSimSchool, onboard, runEnded, sync } from '../support/schools.js'
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
  stack = await startStack({ env, agreements: [plannerOnWonde()] })
  school = await makeSimSchool(stack, { pupils: 90, profile: 'secondary11to16' })
  id = await onboard(stack, school, undefined, { agreement: PLANNER })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const path = (rest: string) => `/v1/schools/${id}${rest}`
const happen = (...events: readonly Record<string, unknown>[]) =>
  stack.sim('POST', `/_sim/schools/${school.id}/events`, { events })

/** All that the vendor's application sees, but for when it was changed. */
async function seen() {
  const lists = await Promise.all(['/pupils', '/staff', '/groups'].map((list) => all(stack, 'application', path(list))))
  return lists.map((list) => list.map(({ updatedAt: _, ...one }) => one).sort((a, b) => (a.id < b.id ? -1 : 1)))
}

async function revert(run: string) {
  const { status, body } = await stack.call('head', 'POST', path(`/syncs/${run}/revert`))
  expect(status).toBe(202)
  return runEnded(stack, id, body.runId)
}

test('a night is undone over HTTP: everybody sees the school as it was, and the feed and the runs say so', async () => {
  const { pupils } = await truthOf(stack, school)
  const before = await seen()
  const mover = pupils.find(({ classes }: { classes: string[] }) => classes.length > 1)
  // Of whoever has a day to leave on the feed says again that they are removed, from that day on.
  const staying = pupils.filter((one: Record<string, unknown>) => one['leavingDate'] === null)
  const [renamed, gone] = staying.filter(({ misId }: { misId: string }) => misId !== mover.misId)
  await happen(
    { do: 'rename', misId: renamed.misId, surname: 'Quillfeather' },
    { do: 'moveClass', misId: mover.misId },
    { do: 'join', surname: 'Tanglewick' },
    // Over Wonde nobody says why: the pupil is not listed any more.
    { do: 'optOut', misId: gone.misId },
  )
  const night = await sync(stack, id)
  expect(night.counts.pupil).toMatchObject({ added: 1, changed: 1, removed: 1 })
  expect(await seen()).not.toEqual(before)

  const undone = await revert(night.id)
  expect(undone).toMatchObject({ trigger: 'revert', reverts: night.id, state: 'applied' })
  expect(undone.counts).toMatchObject({
    pupil: { added: 1, changed: 1, removed: 1 },
    membership: { added: 1, removed: 1 },
  })
  expect(await seen()).toEqual(before)
  const told = (await all(stack, 'application', path('/changes'))).filter(({ runId }) => runId === undone.id)
  expect(told.map(({ op, kind }) => `${op} ${kind}`).sort()).toEqual([
    'added membership',
    'changed pupil',
    'removed membership',
    'removed pupil',
    'restored pupil',
  ])
  const again = await stack.call('head', 'POST', path(`/syncs/${night.id}/revert`))
  expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('already')])
})

test('what was undone does not come back the next night, writes nothing, and comes when the source says something else', async () => {
  const before = await seen()
  await sync(stack, id)
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  expect([result.state, writes, await seen()]).toEqual(['nothingToDo', {}, before])
  const { pupils } = await truthOf(stack, school)
  const renamed = pupils.find(({ surname }: { surname: string }) => surname === 'Quillfeather')
  await happen({ do: 'rename', misId: renamed.misId, surname: 'Thornbury' })
  expect((await sync(stack, id)).counts.pupil).toMatchObject({ changed: 1 })
  const names = (await seen())[0]!.map(({ items }) => items['pupil.name'].surname)
  expect(names).toContain('Thornbury')
})

test('a paused school has its bad night undone without being read, and stays paused', async () => {
  const before = await seen()
  const { pupils } = await truthOf(stack, school)
  await happen({ do: 'rename', misId: pupils[3].misId, surname: 'Fernsby' })
  const night = await sync(stack, id)
  expect((await stack.call('operator', 'POST', path('/pause'))).status).toBe(200)
  await stack.sim('DELETE', '/_sim/requests')
  expect(await revert(night.id)).toMatchObject({ state: 'applied', counts: { pupil: { changed: 1 } } })
  expect(await seen()).toEqual(before)
  expect((await stack.sim('GET', `/_sim/requests?schoolId=${school.id}`)).body.data).toEqual([])
  expect((await stack.call('operator', 'GET', path(''))).body.phase).toBe('paused')
})
