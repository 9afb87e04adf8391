import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shippedAgreements } from '../../agreement/shipped.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { night } from '../support/night.js'
import { all, makeSettledSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf, writesIn } from '../support/state.js'
import { devServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack

beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

// Marks and photographs are read by activities of their own, which ask who it is once more.
const readApart: readonly string[] = ['pupil.attendance', 'pupil.photo']
const ofPeople = (agreement: string) =>
  shippedAgreements()
    .find(({ id }) => id === agreement)!
    .items.filter(({ default: given, code }) => given === 'granted' && !readApart.includes(code))
    .map(({ code }) => code)

const ways = [
  ['wonde', 'assessment-portal', /updated_after/],
  ['xporter', 'seating-planner', /changedRows/],
] as const

describe.for(ways)('over %s', ([connector, agreement, asksFor]) => {
  let school: SimSchool
  let id: string
  let nights = 0

  const nextNight = () => night(stack, env, id, (nights += 1))
  const happens = (event: object) => stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [event] })
  const pupil = async (at: number) => (await truthOf(stack, school)).pupils[at]
  const asked = async (): Promise<{ path: string; query: Record<string, string> }[]> =>
    (await stack.sim('GET', `/_sim/requests?schoolId=${school.id}`)).body.data

  beforeAll(async () => {
    school = await makeSettledSchool(stack, { pupils: 60, days: 30 })
    const { schoolId, relyingParty, schoolSecret } = school.credentials.xporter
    const source = { connector, baseUrl: stack.simulator, schoolId, relyingParty, schoolSecret }
    const more = connector === 'xporter' ? { agreement, source } : {}
    id = await onboard(stack, school, ofPeople(agreement), more)
  }, 60_000)

  test('a night asks for what changed, in six requests at most, and writes nothing where nothing did [R07][R55]', async () => {
    await stack.sim('DELETE', '/_sim/requests')
    const quiet = await writesIn(stack, id, nextNight)
    expect(quiet.result).toMatchObject({ trigger: 'nightly', state: 'nothingToDo' })
    expect(quiet.result.completeness.changedSince).toMatch(/^20/)
    expect(quiet.writes).toEqual({})
    const requests = await asked()
    expect(requests.length).toBeLessThanOrEqual(6)
    expect(JSON.stringify(requests.map(({ query }) => query))).toMatch(asksFor)
  })

  test('writes the one record of the one pupil who is renamed, and counts everybody [R60]', async () => {
    const { misId } = await pupil(7)
    await happens({ do: 'rename', misId, surname: 'Quillfeather' })
    await stack.sim('DELETE', '/_sim/requests')
    const renamed = await writesIn(stack, id, nextNight)
    expect(renamed.writes).toEqual({ record: { updated: 1 }, change: { inserted: 1 } })
    const { pupils } = await truthOf(stack, school)
    expect(renamed.result.counts.pupil).toMatchObject({
      added: 0,
      changed: 1,
      removed: 0,
      unchanged: pupils.length - 1,
    })
    expect(renamed.result.completeness).toHaveProperty('changedSince')
    expect((await asked()).length).toBeLessThanOrEqual(6)
    const shown = await all(stack, 'application', `/v1/schools/${id}/pupils`)
    const [one] = shown.filter(({ items }) => items['pupil.misId'] === misId)
    expect(one.items['pupil.name'].surname).toBe('Quillfeather')
  })

  test.for([
    ['somebody came', async () => ({ do: 'join' }), { added: 1, removed: 0 }],
    ['somebody left', async () => ({ do: 'leave', misId: (await pupil(11)).misId }), { removed: 1 }],
    ['somebody’s first day became another', async () => ({ do: 'set', misId: (await pupil(13)).misId, field: 'admissionDate', value: '2026-09-02' }), { added: 0, removed: 0 }],
  ] as const)('reads everybody in the night in which %s', async ([, event, counts]) => {
    const sent = await happens(await event())
    expect(sent.status).toBeLessThan(300)
    const run = await nextNight()
    expect(run.completeness).not.toHaveProperty('changedSince')
    expect(run.counts.pupil).toMatchObject(counts)
  }) // prettier-ignore

  test('reads everybody on the first night of a week, and whenever a person asks', async () => {
    expect((await sync(stack, id)).completeness).not.toHaveProperty('changedSince')
    const lastWeek = new Date(Date.now() - 7 * 86_400_000)
    await stack.control.updateTable('school').set({ last_whole_read_at: lastWeek }).where('id', '=', id).execute()
    expect((await nextNight()).completeness).not.toHaveProperty('changedSince')
    const { last_whole_read_at: whole } = await stack.control.selectFrom('school').select('last_whole_read_at').where('id', '=', id).executeTakeFirstOrThrow() // prettier-ignore
    expect(whole!.getTime()).toBeGreaterThan(lastWeek.getTime() + 6 * 86_400_000)
    await nextNight()
    const after = await stack.control.selectFrom('school').select('last_whole_read_at').where('id', '=', id).executeTakeFirstOrThrow() // prettier-ignore
    expect(after.last_whole_read_at).toEqual(whole)
  })

  test('reads everybody in the night in which somebody was deleted', async () => {
    await happens({ do: 'delete', misId: (await pupil(9)).misId })
    const run = await nextNight()
    expect(run.completeness).not.toHaveProperty('changedSince')
    expect(run.counts.pupil).toMatchObject({ removed: 1 })
  })

  test('reads everybody after the grant changed [R04]', async () => {
    const { items } = (await stack.call('head', 'GET', `/v1/schools/${id}/grant`)).body
    const fewer = { items: items.slice(0, -1) }
    expect((await stack.call('head', 'PUT', `/v1/schools/${id}/grant`, fewer)).status).toBe(200)
    await stack.atRest(id)
    expect((await nextNight()).completeness).not.toHaveProperty('changedSince')
  })
})

test('reads everybody where the source counts somebody less and says nothing of it', async () => {
  const school = await makeSettledSchool(stack, { pupils: 60, days: 30 })
  const id = await onboard(stack, school, ofPeople('assessment-portal'))
  await stack.sim('PUT', '/_sim/faults', { faults: [{ kind: 'countsDisagree', schoolId: school.id, path: '/v1.0' }] })
  const run = await night(stack, env, id, 1)
  await stack.sim('DELETE', '/_sim/faults')
  expect(run).toMatchObject({ state: 'refused' })
  expect(run.completeness).not.toHaveProperty('changedSince')
})
