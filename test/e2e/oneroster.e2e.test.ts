import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { plannerOn } from '../support/planner.js'
import { all, makeSimSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf, writesIn } from '../support/state.js'
import { devServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env, agreements: [plannerOn('oneroster')] })
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

describe.for([
  ['rest', '1.2'],
  ['csv', '1.1'],
] as const)('a school read by OneRoster, %s %s', ([format, version]) => {
  let school: SimSchool
  let id: string
  const play = (variant: object) => stack.sim('PUT', `/_sim/schools/${school.id}/oneroster`, variant)
  const happens = (event: object) => stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [event] })
  const pupils = () => all(stack, 'application', `/v1/schools/${id}/pupils`)

  beforeAll(async () => {
    school = await makeSimSchool(stack, { pupils: 90 })
    // Whether a file keeps rows of those who left is the provider's affair; this one does.
    await play({ csv: 'filled' })
    const { body } = await stack.sim('GET', `/_sim/schools/${school.id}`)
    const { schoolId, clientId, clientSecret, [format]: addresses } = body.data.credentials.oneroster
    id = await onboard(stack, school, undefined, {
      agreement: 'planner-on-oneroster',
      source: {
        connector: 'oneroster',
        format,
        version,
        schoolId,
        clientId,
        clientSecret,
        baseUrl: addresses[version],
      },
    })
  }, 60_000)

  test('holds after the first night exactly who is really on roll [R01][R06]', async () => {
    const truth = await truthOf(stack, school)
    const shown = (await pupils()).map(({ items }) => [
      items['pupil.misId'],
      items['pupil.upn'],
      items['pupil.name'].forename,
      items['pupil.registrationGroup'],
    ])
    const real = truth.pupils.map((pupil: Record<string, string>) => [
      pupil['misId'],
      pupil['upn'] ?? null,
      pupil['forename'],
      pupil['registrationGroup'],
    ])
    expect(shown.sort()).toEqual(real.sort())
  })

  test('writes what changed and nothing else, and nothing at all the night after [R07]', async () => {
    const { misId } = (await truthOf(stack, school)).pupils[7]
    await happens({ do: 'rename', misId, surname: 'Quillfeather' })
    const renamed = await writesIn(stack, id, () => sync(stack, id))
    expect(renamed.result).toMatchObject({ state: 'applied', counts: { pupil: { changed: 1, added: 0, removed: 0 } } })
    expect(renamed.writes).toEqual({ record: { updated: 1 }, change: { inserted: 1 } })
    const quiet = await writesIn(stack, id, () => sync(stack, id))
    expect([quiet.result.state, quiet.writes]).toEqual(['nothingToDo', {}])
  })

  test('hides at once whom the provider marks as gone, and nobody else [R35]', async () => {
    const before = await pupils()
    const { misId } = (await truthOf(stack, school)).pupils[9]
    await happens({ do: 'leave', misId })
    expect(await sync(stack, id)).toMatchObject({ state: 'applied', counts: { pupil: { removed: 1 } } })
    const stayed = new Set((await pupils()).map(({ items }) => items['pupil.misId']))
    expect(
      before.filter(({ items }) => !stayed.has(items['pupil.misId'])).map(({ items }) => items['pupil.misId']),
    ).toEqual([misId])
  })

  test('changes nothing on a night on which the read is not whole', async () => {
    const before = await pupils()
    if (format === 'csv') await play({ csv: 'delta' })
    else await stack.sim('PUT', '/_sim/faults', { faults: [{ kind: 'moreWithoutNext', schoolId: school.id }] })
    const run = await sync(stack, id)
    await stack.sim('DELETE', '/_sim/faults')
    expect(run.state).toBe('refused')
    expect(await pupils()).toEqual(before)
  })
})
