import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePrincipal } from '../../db/control/principal.js'
import { onboardDemonstration } from '../../local/stack/demonstration.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { makeSimSchool, runEnded } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf } from '../support/state.js'
import { devServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
const said: string[] = []

beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
  await makeSimSchool(stack, { seed: 'first', profile: 'secondary11to16', pupils: 60, name: 'A Secondary' })
  await makeSimSchool(stack, { seed: 'second', pupils: 60, name: 'A Primary' })
}, 60_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

interface Shown {
  readonly id: string
  readonly name: string
  readonly agreement: { readonly id: string }
  readonly source: { readonly connector: string }
}

async function schools(): Promise<readonly Shown[]> {
  const listed: readonly Shown[] = (await stack.call('operator', 'GET', '/v1/schools')).body.data
  const whole = listed.map(async ({ id }) => (await stack.call('operator', 'GET', `/v1/schools/${id}`)).body)
  return (await Promise.all(whole)).sort((one: Shown, other: Shown) => one.name.localeCompare(other.name))
}

test('the first school plans its seats over Xporter, the second is assessed over Wonde, and both are as they are; once', async () => {
  const { simulator: simulatorUrl, apiUrl, databases } = stack
  const [head, school] = [
    await makePrincipal(stack.control, 'local-head', 'head'),
    await makePrincipal(stack.control, 'local-school', 'school'),
  ]
  const reached = {
    simulatorUrl,
    apiUrl,
    databaseUrl: databases.databaseUrl,
    tokens: { ...stack.tokens, head, school },
  }
  for (let start = 0; start < 2; start += 1) await onboardDemonstration(reached, (sentence) => said.push(sentence))
  expect(said.filter((sentence) => sentence.startsWith('registered'))).toEqual([
    'registered A Secondary: Seating planner, over xporter',
    'registered A Primary: Assessment portal, over wonde',
  ])
  const both = await schools()
  expect(both.map(({ name, agreement, source }) => [name, agreement.id, source.connector])).toEqual([
    ['A Primary', 'assessment-portal', 'wonde'],
    ['A Secondary', 'seating-planner', 'xporter'],
  ])
  for (const { id, name } of both) {
    const [{ id: run }] = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs`)).body.data
    expect(await runEnded(stack, id, run)).toMatchObject({ state: 'applied', reason: null })
    const simulated = (await stack.sim('GET', '/_sim/schools')).body.data.find((one: Shown) => one.name === name)
    const shown = (await stack.call('application', 'GET', `/v1/schools/${id}/pupils?limit=500`)).body.data
    const misIds = shown.map(({ items }: { items: Record<string, string> }) => items['pupil.misId'])
    const truth = (await truthOf(stack, simulated)).pupils.map(({ misId }: { misId: string }) => misId)
    expect(misIds.sort()).toEqual(truth.sort())
  }
})
