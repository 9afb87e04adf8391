import { sql } from 'kysely'
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

test('of what a read does not show any more neither row nor key waits on [R04]', async () => {
  const school = await newSchool(ground, { way: ways.grace })
  await ground.api.call('head', 'PATCH', `/v1/schools/${school.id}/settings`, { syncMode: 'manual' })
  const { pupils } = await ground.sim('GET', `schools/${school.simulated}/truth`)
  const [{ misId, surname }] = pupils
  const { db } = await ground.deps.schools.open(school.id)
  const waiting = async () => (await db.selectFrom('held_change').select('op').execute()).length
  const keys = async () => (await sql`select id from key where school_id = ${school.id} and part = 'held'`.execute(ground.keyring)).rows.length // prettier-ignore

  await later()
  await happen(ground, school, { do: 'rename', misId, surname: 'Quillfeather' })
  expect((await sync(ground, school.id)).state).toBe('held')
  expect([await waiting(), await keys()]).toEqual([1, 1])
  await later()
  await happen(ground, school, { do: 'rename', misId, surname })
  expect((await sync(ground, school.id)).state).toBe('nothingToDo')
  expect([await waiting(), await keys()]).toEqual([0, 0])
})
