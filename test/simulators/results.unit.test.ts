import { afterAll, beforeAll, expect, test } from 'vitest'
import { simulatorWith } from './client.js'

interface Told {
  readonly misId: string
  readonly aspect: string
  readonly resultSet: string
  readonly date: string
  readonly value: string
}

let school: Awaited<ReturnType<typeof simulatorWith>>
beforeAll(async () => {
  school = await simulatorWith({ pupils: 80 })
})
afterAll(async () => school.stop())

const told = async () => ((await school.parsed(`/_sim/schools/${school.id}/results`)) as { data: Told[] }).data
const clock = (now: string) => school.call('PUT', '/_sim/clock', { now })
const aspects = async () => (await school.walk('assessment/aspects')).rows
const results = async (query: string) =>
  (await school.walk(`assessment/results?cursor=true&${query}`)).rows as unknown as { id: string; aspect: string }[]

test('a walk gives every result once, whatever the size of the page, and of one aspect only that aspect’s', async () => {
  await clock('2027-03-25')
  const all = await told()
  const rows = await results('per_page=200')
  expect(new Set(rows.map(({ id }) => id)).size).toBe(all.length)
  expect(rows).toHaveLength(all.length)
  const [reading] = await aspects()
  const own = await results(`per_page=70&aspect_id=${reading!.id}`)
  expect(own).toHaveLength(all.filter(({ aspect }) => aspect === 'Reading').length)
  expect(new Set(own.map(({ aspect }) => aspect))).toEqual(new Set([reading!.id]))
})

test('a term’s results come on its day, and some of them are moderated in the days after', async () => {
  await clock('2027-03-19')
  const before = await told()
  await clock('2027-03-20')
  const first = await told()
  await clock('2027-04-01')
  const later = await told()
  expect(before.filter(({ resultSet }) => resultSet === 'Spring 2027')).toEqual([])
  const spring = first.filter(({ resultSet }) => resultSet === 'Spring 2027')
  expect(spring.length).toBeGreaterThan(300)
  const now = new Set(later.map((one) => JSON.stringify(one)))
  const moderated = spring.filter((one) => !now.has(JSON.stringify(one)))
  expect(moderated.length).toBeGreaterThan(spring.length / 50)
  expect(moderated.length).toBeLessThan(spring.length / 5)
  const rows = await results('per_page=200&updated_after=2027-03-21')
  expect(rows.length).toBeGreaterThanOrEqual(moderated.length)
  expect(rows.length).toBeLessThan(spring.length / 5)
})

test('who left in summer has an examination result in August', async () => {
  await clock('2027-08-20')
  const examined = (await told()).filter(({ resultSet }) => resultSet === 'Examinations 2027')
  expect(examined.length).toBeGreaterThan(5)
  const there = new Set((await school.truth()).pupils.map(({ misId }) => misId))
  expect(examined.filter(({ misId }) => there.has(misId))).toEqual([])
})

test('an include gives the aspect and the occasion in the place of their ids, and without a permission there is nothing', async () => {
  const { data } = await school.read('assessment/results?per_page=1&include=aspect,resultset')
  expect(data).toMatchObject([{ aspect: { data: { name: 'Reading' } }, resultset: { data: { name: expect.any(String) } }, student: expect.stringMatching(/^A\d+$/) }]) // prettier-ignore
  await school.deny('assessment')
  for (const path of ['assessment/aspects', 'assessment/resultsets', 'assessment/results'])
    expect((await school.ask(`${school.own}/${path}`)).status).toBe(403)
  await school.deny()
  expect((await school.ask(`${school.own}/assessment/marksheets`)).status).toBe(404)
})
