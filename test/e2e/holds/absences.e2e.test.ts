import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { shippedAgreements } from '../../../agreement/shipped.js'
import { searchAttributeKeys } from '../../../workflows/search-attributes.js'
import { PLANNER, plannerOnWonde } from '../../support/planner.js'
import { all, makeSettledSchool, onboard, sync } from '../../support/schools.js'
import type { SimSchool } from '../../support/schools.js'
import { startStack } from '../../support/stack.js'
import type { Answer, Stack } from '../../support/stack.js'
import { truthOf, writesIn } from '../../support/state.js'
import { devServer } from '../../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string

beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env, agreements: [...shippedAgreements(), plannerOnWonde()] })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const happen = (events: readonly object[]) => stack.sim('POST', `/_sim/schools/${school.id}/events`, { events })
const pupils = async (role: 'application' | 'head') => all(stack, role, `/v1/schools/${id}/pupils`)
const openHolds = async () => (await stack.call('school', 'GET', `/v1/schools/${id}/holds?state=open`)).body.data
const changesOf = async (hold: string) =>
  (await stack.call('school', 'GET', `/v1/schools/${id}/holds/${hold}?limit=500`)).body.changes.data
const decide = (hold: string, decision: string, changes?: readonly string[], role: 'school' | 'head' = 'school') =>
  stack.call(role, 'POST', `/v1/schools/${id}/holds/${hold}/${decision}`, changes && { changes })

/** So many pupils are gone without a word: the school shares no list of who left. Answers their MIS ids. */
async function vanish(many: number): Promise<readonly string[]> {
  const { pupils: listed } = await truthOf(stack, school)
  const gone: string[] = listed.slice(5, 5 + many).map(({ misId }: { misId: string }) => misId)
  await happen(gone.map((misId) => ({ do: 'delete', misId })))
  return gone
}

async function begin(agreement: Record<string, unknown>): Promise<void> {
  school = await makeSettledSchool(stack, { pupils: 60, days: 30 })
  id = await onboard(stack, school, undefined, agreement)
  await stack.sim('PUT', `/_sim/schools/${school.id}/permissions`, { denied: ['students_leaver', 'deletions'] })
  // What is permitted has become less: a read of that night would prove nobody's absence.
  await sync(stack, id)
}

describe('under the portal agreement', () => {
  beforeEach(() => begin({}), 60_000)

  test('pupils who vanish without a word stay on roll while that waits, and everything else is applied [K14]', async () => {
    const before = await pupils('application')
    const [renamed] = (await truthOf(stack, school)).pupils
    await vanish(12)
    await happen([{ do: 'rename', misId: renamed.misId, surname: 'Quillfeather' }])
    const run = await sync(stack, id)
    expect(run).toMatchObject({ state: 'held', counts: { pupil: { changed: 1, removed: 0 } } })
    expect(run.verdict.held).toMatchObject([
      { reason: 'unexplainedPupils', figures: { of: 60, count: 12, percent: 20 } },
    ])
    const after = await pupils('application')
    expect(after.map((pupil) => pupil.id)).toEqual(before.map((pupil) => pupil.id))
    expect(after.filter(({ items }) => items['pupil.name'].surname === 'Quillfeather')).toHaveLength(1)
    const [hold, ...more] = await openHolds()
    expect(more).toEqual([])
    expect(hold).toMatchObject({ reason: 'unexplainedPupils', count: 12, then: 'erasedIfConfirmed', state: 'open' })
    expect(hold.words).toContain('12')
    const shown = (await stack.call('operator', 'GET', `/v1/schools/${id}`)).body
    expect(shown.holds).toMatchObject([{ id: hold.id, count: 12, until: hold.until }])
  })

  test('a night on which the same waits writes nothing; who comes back waits no more, and the cause that is gone takes its hold along', async () => {
    const gone = await vanish(12)
    await sync(stack, id)
    const [hold] = await openHolds()
    await stack.atRest(id)
    const quiet = await writesIn(stack, id, () => sync(stack, id))
    expect(quiet.result.state).toBe('held')
    expect(quiet.writes).toEqual({})
    await happen(gone.slice(0, 10).map((misId) => ({ do: 'restore', misId })))
    expect((await sync(stack, id)).state).toBe('applied')
    expect(await openHolds()).toEqual([])
    const { body } = await stack.call('school', 'GET', `/v1/schools/${id}/holds/${hold.id}`)
    expect(body).toMatchObject({ state: 'vanished', count: 0, changes: { data: [] } })
    expect(await pupils('application')).toHaveLength(58)
  })

  test('whoever is kept is read on and not asked about again; whoever is released has left, as if the school had said so [K14]', async () => {
    await vanish(12)
    await sync(stack, id)
    const [hold] = await openHolds()
    const rows = await changesOf(hold.id)
    expect(rows).toHaveLength(12)
    expect(rows[0]).toMatchObject({ op: 'removed', kind: 'pupil', fields: [], erasedFrom: expect.any(String) })
    const [first, second] = rows
    expect((await decide(hold.id, 'reject', [first.id, second.id])).body).toMatchObject({ decided: 2 })
    await stack.atRest(id)
    expect(await openHolds()).toMatchObject([{ id: hold.id, count: 10 }])
    expect((await sync(stack, id)).state).toBe('held')
    expect(await openHolds()).toMatchObject([{ id: hold.id, count: 10 }])
    await decide(hold.id, 'release')
    await stack.atRest(id)
    const left = await pupils('application')
    expect(left.map((pupil) => pupil.id)).toEqual(expect.arrayContaining([first.recordId, second.recordId]))
    expect(left).toHaveLength(50)
    const { body } = await stack.call('school', 'GET', `/v1/schools/${id}/holds/${hold.id}`)
    expect(body.state).toBe('released')
    const gone = (await stack.call('head', 'GET', `/v1/schools/${id}/pupils/${rows[2].recordId}`)).body
    expect(gone.state).toBe('left')
  })

  test('more removals than one person may release wait for a second one', async () => {
    await vanish(22)
    await sync(stack, id)
    const [hold] = await openHolds()
    const once: Answer = await decide(hold.id, 'release')
    expect(once.body).toMatchObject({ decided: 0, needsSecondPerson: true })
    expect((await decide(hold.id, 'release')).body).toMatchObject({ decided: 0, needsSecondPerson: true })
    await stack.atRest(id)
    expect(await pupils('application')).toHaveLength(60)
    expect((await decide(hold.id, 'release', undefined, 'head')).body.decided).toBe(22)
    await stack.atRest(id)
    expect(await pupils('application')).toHaveLength(38)
  })

  test('removals released part by part, more in all than one person may release, wait for a second one as well', async () => {
    await vanish(22)
    await sync(stack, id)
    const [hold] = await openHolds()
    const rows = (await changesOf(hold.id)).map((row: { id: string }) => row.id)
    expect((await decide(hold.id, 'release', rows.slice(0, 18))).body.decided).toBe(18)
    await stack.atRest(id)
    expect((await decide(hold.id, 'release', rows.slice(18, 20))).body.decided).toBe(2)
    await stack.atRest(id)
    const more = await decide(hold.id, 'release', rows.slice(20))
    expect(more.body).toMatchObject({ decided: 0, needsSecondPerson: true })
    expect((await decide(hold.id, 'release', rows.slice(20), 'head')).body.decided).toBe(2)
    await stack.atRest(id)
    expect(await pupils('application')).toHaveLength(38)
  })

  test('whoever the school itself says to have left waits for nobody [R14]', async () => {
    await vanish(12)
    await sync(stack, id)
    const [hold] = await openHolds()
    const [one] = await changesOf(hold.id)
    await stack.call('school', 'POST', `/v1/schools/${id}/leavers`, { pupilId: one.recordId })
    expect((await stack.call('head', 'GET', `/v1/schools/${id}/pupils/${one.recordId}`)).body.state).toBe('left')
    expect(await openHolds()).toMatchObject([{ count: 11 }])
  })
})

describe('under the planner agreement', () => {
  beforeEach(() => begin({ agreement: PLANNER }), 60_000)

  test('a school reviews nothing itself where its agreement does not have it', async () => {
    const answer = await stack.call('head', 'PATCH', `/v1/schools/${id}/settings`, { syncMode: { pupil: 'manual' } })
    expect([answer.status, answer.body.errors]).toEqual([422, [{ path: 'body/syncMode', code: 'notInAgreement' }]])
  })

  test('who vanishes without a word is hidden at once, and shown again when the school says they are here [K14][R57]', async () => {
    await vanish(12)
    expect((await sync(stack, id)).state).toBe('held')
    expect(await pupils('application')).toHaveLength(48)
    const [hold] = await openHolds()
    const hours = (Date.parse(hold.until) - Date.parse(hold.openedAt)) / 3_600_000
    expect(hours).toBeCloseTo(28, 1)
    await decide(hold.id, 'reject')
    await stack.atRest(id)
    expect(await pupils('application')).toHaveLength(60)
    expect(await openHolds()).toEqual([])
    expect((await sync(stack, id)).counts.pupil).toMatchObject({ added: 0, changed: 0, removed: 0 })
    const feed = await all(stack, 'application', `/v1/schools/${id}/changes`)
    expect(feed.filter(({ op }) => op === 'restored')).toHaveLength(12)
  })
})

test('a hold that there is not is not found, and a change that does not wait in it is named by its place', async () => {
  await begin({})
  await vanish(12)
  await sync(stack, id)
  const [hold] = await openHolds()
  const nobody = '11111111-1111-4111-8111-111111111111'
  expect((await decide(nobody, 'release')).status).toBe(404)
  const answer = await decide(hold.id, 'reject', [nobody])
  expect(answer.status).toBe(422)
  expect(answer.body.errors).toEqual([{ path: 'body/changes/0', code: 'notWaiting' }])
  expect(await openHolds()).toMatchObject([{ count: 12 }])
})
