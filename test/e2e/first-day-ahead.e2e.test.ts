import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { all, makeSettledSchool, onboard, sync } from '../support/schools.js'
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

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

test('a pupil whose first day is moved ahead is hidden at once and goes within a day, and is here again when it is moved back [R38]', async () => {
  const school = await makeSettledSchool(stack, { pupils: 60, days: 30 })
  const id = await onboard(stack, school)
  const before = await all(stack, 'application', `/v1/schools/${id}/pupils`)
  const { misId, startDate } = (await truthOf(stack, school)).pupils[7]
  const starts = (value: string) =>
    stack.sim('POST', `/_sim/schools/${school.id}/events`, {
      events: [{ do: 'set', misId, field: 'admissionDate', value }],
    })
  const subject = before.find(({ items }) => items['pupil.misId'] === misId).id
  const timers = async () =>
    (await stack.call('school', 'GET', `/v1/schools/${id}/retention/timers?limit=100`)).body.data.filter(
      ({ subjectId, rule }: { subjectId: string; rule: string }) => subjectId === subject && rule === 'noLongerInScope',
    )

  await starts(dayIn(40))
  const { startedAt } = await sync(stack, id)
  expect(await all(stack, 'application', `/v1/schools/${id}/pupils`)).toEqual(
    before.filter((pupil) => pupil.id !== subject),
  )
  const [timer] = await timers()
  // From the instant of the read, which begins a moment after the run.
  const hours = (Date.parse(timer.dueAt) - Date.parse(startedAt)) / 3_600_000
  expect(hours).toBeGreaterThanOrEqual(24)
  expect(hours).toBeLessThan(24.02)
  await stack.atRest(id)
  expect((await writesIn(stack, id, () => sync(stack, id))).writes).toEqual({})

  await starts(startDate ?? '2024-09-03')
  await sync(stack, id)
  expect(await timers()).toEqual([])
  const after = await all(stack, 'application', `/v1/schools/${id}/pupils`)
  expect(after.map((pupil) => pupil.id)).toEqual(before.map((pupil) => pupil.id))
})
