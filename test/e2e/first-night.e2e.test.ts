import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { all, makeSimSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { devServer } from '../support/temporal.js'
import { truthOf, writesIn } from '../support/state.js'

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string

beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
  school = await makeSimSchool(stack, { pupils: 90, seed: 'first-night', profile: 'secondary11to16' })
  id = await onboard(stack, school)
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

test('holds after the first night exactly who is really on roll, by name and number [R01][R06][R54]', async () => {
  const truth = await truthOf(stack, school)
  const pupils = await all(stack, 'application', `/v1/schools/${id}/pupils`)
  const shown = pupils.map(({ items }) => [
    items['pupil.misId'],
    items['pupil.upn'],
    items['pupil.name'].forename,
    items['pupil.name'].surname,
  ])
  const real = truth.pupils.map((pupil: Record<string, string>) => [
    pupil['misId'],
    pupil['upn'] ?? null,
    pupil['forename'],
    pupil['surname'],
  ])
  expect(shown.sort()).toEqual(real.sort())
})

test('changes one record and writes one feed entry when one pupil is renamed, and nothing the night after [R07][R55][R60]', async () => {
  const truth = await truthOf(stack, school)
  const before = await all(stack, 'application', `/v1/schools/${id}/changes`)
  await stack.sim('POST', `/_sim/schools/${school.id}/events`, {
    events: [{ do: 'rename', misId: truth.pupils[7].misId, surname: 'Quillfeather' }],
  })

  const renamed = await writesIn(stack, id, () => sync(stack, id))
  expect(renamed.result).toMatchObject({ state: 'applied', counts: { pupil: { changed: 1, added: 0, removed: 0 } } })
  expect(renamed.writes).toEqual({ record: { updated: 1 }, change: { inserted: 1 } })
  const entries = (await all(stack, 'application', `/v1/schools/${id}/changes`)).slice(before.length)
  expect(entries).toMatchObject([{ op: 'changed', kind: 'pupil' }])
  const { body } = await stack.call('application', 'GET', `/v1/schools/${id}/pupils/${entries[0].subjectId}`)
  expect(body.items['pupil.name'].surname).toBe('Quillfeather')

  const quiet = await writesIn(stack, id, () => sync(stack, id))
  expect(quiet.result.state).toBe('nothingToDo')
  expect(quiet.writes).toEqual({})
})
