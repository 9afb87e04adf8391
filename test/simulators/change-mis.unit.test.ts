import { afterEach, beforeEach, expect, test } from 'vitest'
import { simulatorWith } from './client.js'
import type { Truth } from './client.js'

let school: Awaited<ReturnType<typeof simulatorWith>>
beforeEach(async () => {
  school = await simulatorWith({ pupils: 210 })
})
afterEach(async () => school.stop())

const rows = async () => {
  const lists = [
    'students?per_page=200&include=classes,groups',
    'employees?per_page=200',
    'groups?per_page=200',
    'classes?per_page=200',
  ]
  return (await Promise.all(lists.map((list) => school.walk(list)))).flatMap((walk) => walk.rows)
}
/** All that a person is but the numbers. */
const who = ({ pupils, staff }: Truth) =>
  [...pupils, ...staff].map(({ misId: _, createdAt: _created, updatedAt: _updated, ...person }) => person)
const misIds = ({ pupils, staff }: Truth) => [...pupils, ...staff].map(({ misId }) => misId)

/** How many places in classes name one that is listed; leavers not yet cleared away are in last year's. */
function placed(listed: Awaited<ReturnType<typeof rows>>): number {
  const known = new Set(listed.map(({ id }) => id))
  return listed.flatMap(({ classes }) => classes?.data ?? []).filter(({ id }) => known.has(id)).length
}

test('a change of MIS leaves everybody who they are and gives everybody and every group other ids', async () => {
  const [before, idsBefore] = [await school.truth(), await rows()]
  expect((await school.event({ do: 'changeMis' })).body.data.events).toEqual([{ do: 'changeMis', on: '2026-11-23' }])
  const [after, idsAfter] = [await school.truth(), await rows()]
  expect(who(after)).toEqual(who(before))
  expect(misIds(after).filter((misId) => misIds(before).includes(misId))).toEqual([])
  expect(idsAfter).toHaveLength(idsBefore.length)
  for (const field of ['id', 'mis_id', 'upi'] as const) {
    const old = new Set(idsBefore.map((row) => row[field] ?? 'none'))
    expect(idsAfter.filter((row) => row[field] !== undefined && old.has(row[field]))).toEqual([])
  }
  expect(placed(idsAfter)).toBeGreaterThan(200)
  expect(placed(idsAfter)).toBe(placed(idsBefore))
})

test('a day ahead it is still to come, and events before and after it are about the same people', async () => {
  const pupil = (await school.truth()).pupils[7]!
  await school.event({ do: 'changeMis', on: '2026-11-25' })
  await school.event({ do: 'rename', misId: pupil.misId, surname: 'Quillfeather' })
  expect((await school.truth()).pupils[7]).toMatchObject({ misId: pupil.misId, surname: 'Quillfeather' })
  await school.call('PUT', '/_sim/clock', { now: '2026-11-25' })
  const moved = (await school.truth()).pupils.find(({ upn }) => upn === pupil.upn)!
  expect(moved).toMatchObject({ surname: 'Quillfeather', forename: pupil.forename })
  expect(moved.misId).not.toBe(pupil.misId)
  expect((await school.event({ do: 'rename', misId: pupil.misId, surname: 'Nobody' })).status).toBe(404)
  await school.event({ do: 'rename', misId: moved.misId, surname: 'Ravenwing' })
  const { events } = (await school.event({ do: 'join', forename: 'Aurelia' })).body.data
  const after = await school.truth()
  expect(after.pupils.find(({ upn }) => upn === pupil.upn)?.surname).toBe('Ravenwing')
  expect(after.pupils.find(({ misId }) => misId === events[0]?.misId)?.forename).toBe('Aurelia')
})

test('a second MIS may give the numbers of the first to other people, and no record has the id of another', async () => {
  const before = await school.truth()
  const idsBefore = new Map((await rows()).map(({ id, mis_id }) => [id, mis_id]))
  await school.event({ do: 'changeMis', numbers: 'reused' })
  const after = await school.truth()
  expect(who(after)).toEqual(who(before))
  const bearer = new Map(before.pupils.map(({ misId, upn }) => [misId, upn]))
  const anothers = after.pupils.filter(({ misId, upn }) => bearer.has(misId) && bearer.get(misId) !== upn)
  expect(anothers.length).toBeGreaterThan(3)
  expect((await rows()).filter(({ id }) => idsBefore.has(id))).toEqual([])
  expect((await school.event({ do: 'changeMis', numbers: 'invented' })).status).toBe(400)
})
