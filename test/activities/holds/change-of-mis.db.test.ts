import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGround } from '../../support/nights/ground.js'
import type { Ground } from '../../support/nights/ground.js'
import { sync } from '../../support/nights/live.js'
import { happen, newSchool, ways } from '../../support/nights/school.js'

let ground: Ground
beforeAll(async () => {
  ground = await startGround(new Date('2026-11-09T20:00:00Z'))
})
afterAll(() => ground?.stop())

const later = () => ground.setTime(new Date(ground.now().getTime() + 3_600_000))

test.for([
  ['in the night in which the MIS changes', false],
  ['before the MIS changes', true],
] as const)('pupils who vanish without a word %s wait on [K14]', async ([, isReadBefore]) => {
  const school = await newSchool(ground, { way: ways.grace })
  const { db } = await ground.deps.schools.open(school.id)
  const waiting = async () => db.selectFrom('held_change').select(['record_id', 'op']).orderBy('record_id').execute()
  const { pupils } = await ground.sim('GET', `schools/${school.simulated}/truth`)
  const gone: readonly { misId: string }[] = pupils.slice(0, 7)

  await later()
  await happen(ground, school, ...gone.map(({ misId }) => ({ do: 'optOut', misId })))
  if (isReadBefore) await sync(ground, school.id)
  await later()
  await happen(ground, school, { do: 'changeMis' })
  expect((await sync(ground, school.id)).state).toBe('held')
  const held = await waiting()
  expect(held.map(({ op }) => op)).toEqual(gone.map(() => 'removed'))
  await later()
  expect((await sync(ground, school.id)).state).toBe('held')
  expect(await waiting()).toEqual(held)
})
