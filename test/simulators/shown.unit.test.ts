import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { simulatorWith } from './client.js'

let school: Awaited<ReturnType<typeof simulatorWith>>
beforeAll(async () => {
  school = await simulatorWith({ pupils: 60, profile: 'primary' })
})
beforeEach(async () => {
  await school.call('DELETE', `/_sim/schools/${school.id}/shown`)
  await school.call('DELETE', '/_sim/faults')
})
afterAll(async () => school.stop())

const students = 'students?per_page=200&cursor=true'
const show = (what: object) => school.call('PUT', `/_sim/schools/${school.id}/shown`, what)
const onRoll = async () => (await school.truth()).pupils.length

test('a share of the pupils is listed and counted, the same ones each time, while the truth stays', async () => {
  const all = (await school.walk(students)).rows
  await show({ pupils: 0.5, seed: 3 })
  const { rows } = await school.walk(students)
  expect(rows.length).toBeGreaterThan(all.length * 0.3)
  expect(rows.length).toBeLessThan(all.length * 0.7)
  expect(await school.counted()).toBe(rows.length)
  expect((await school.walk(students)).rows).toEqual(rows)
  expect(await onRoll()).toBe(60)
  await show({ pupils: 0 })
  expect([await school.counted(), (await school.walk('employees')).rows.length > 0]).toEqual([0, true])
  await school.call('DELETE', `/_sim/schools/${school.id}/shown`)
  expect((await school.walk(students)).rows).toEqual(all)
})

test('another school’s people are listed under this one’s name', async () => {
  const { body } = await school.call('POST', '/_sim/schools', { seed: 'others', profile: 'primary', pupils: 90 })
  const own = new Set((await school.walk(students)).rows.map(({ surname, forename }) => `${surname} ${forename}`))
  await show({ of: body.data.id })
  const { rows } = await school.walk(students)
  expect(rows.length).toBeGreaterThanOrEqual(90)
  expect(rows.filter(({ surname, forename }) => own.has(`${surname} ${forename}`)).length).toBeLessThan(10)
})

test('pages are as short as they are to be, whatever is asked for', async () => {
  const whole = await school.walk(students)
  await show({ rowsAPage: 25 })
  const { rows, pages } = await school.walk(students)
  expect([rows, pages]).toEqual([whole.rows, Math.ceil(whole.rows.length / 25)])
})

test('what is not known is refused', async () => {
  expect((await show({ parents: 1 })).status).toBe(400)
})

test('half of a page is lost, or the counts are not said', async () => {
  const whole = await school.walk(students)
  await school.fault({ kind: 'truncatedPage', path: '/students' }, { kind: 'countsUnsaid' })
  const cut = await school.read(students)
  expect([cut.data.length, cut.meta.pagination.more]).toEqual([Math.floor(whole.rows.length / 2), false])
  expect(await school.parsed('counts?include=students')).toEqual({ data: {} })
})

test('events are forgotten, and the school is as if none had happened', async () => {
  const before = await school.truth()
  await school.event({ do: 'join' })
  expect(await onRoll()).toBe(61)
  await school.call('DELETE', `/_sim/schools/${school.id}/events`)
  expect(await school.truth()).toEqual(before)
})
