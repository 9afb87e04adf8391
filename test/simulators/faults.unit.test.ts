import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { simulatorWith } from './client.js'

let school: Awaited<ReturnType<typeof simulatorWith>>
beforeAll(async () => {
  school = await simulatorWith({ pupils: 430 })
})
beforeEach(async () => {
  await school.call('DELETE', '/_sim/faults')
})
afterAll(async () => school.stop())

const students = 'students?per_page=200'

test.for([['401'], ['403'], ['404'], ['429'], ['500'], ['503']] as const)(
  '%s is answered in the envelope',
  async ([kind]) => {
    await school.fault({ kind, retryAfter: 3 })
    const answer = await school.ask(school.own)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([Number(kind), '3'])
    expect(await answer.json()).toMatchObject({ error: expect.any(String), error_description: expect.any(String) })
  },
)

test('a fault strikes as often as it may, at its school and path only', async () => {
  await school.fault({ kind: 500, times: 2, path: 'employees', schoolId: school.id })
  const statuses: number[] = []
  for (let time = 0; time < 3; time += 1) statuses.push((await school.ask(`${school.own}/employees`)).status)
  expect([...statuses, (await school.ask(`${school.own}/students`)).status]).toEqual([500, 500, 200, 200])
  expect((await school.faults()).data[0]?.struck).toBe(2)
})

test('a rate strikes the same requests for the same seed', async () => {
  const run = async () => {
    await school.fault({ kind: 503, rate: 0.5, seed: 4 })
    const statuses: number[] = []
    for (let time = 0; time < 20; time += 1) statuses.push((await school.ask(school.own)).status)
    return statuses
  }
  const once = await run()
  expect(new Set(once)).toEqual(new Set([200, 503]))
  expect(await run()).toEqual(once)
})

test('a body may be HTML, cut off, or slow', async () => {
  await school.fault({ kind: 'htmlWith200' })
  const html = await school.ask(school.own)
  expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  await school.fault({ kind: 'cutJson' })
  await expect((await school.ask(school.own)).json()).rejects.toThrow(SyntaxError)
  await school.fault({ kind: 'slowBody', ms: 100 })
  expect(await (await school.ask(school.own)).json()).toMatchObject({ data: { id: school.id } })
})

test('a hanging connection is never answered', async () => {
  await school.fault({ kind: 'hang', ms: 50 })
  await expect(school.ask(school.own)).rejects.toThrow()
})

test('the last page goes missing without a word', async () => {
  const whole = await school.walk(students)
  await school.fault({ kind: 'missingLastPage' })
  const walked = await school.walk(students)
  expect(walked.pages).toBe(whole.pages - 1)
  expect(walked.rows).toEqual(whole.rows.slice(0, 400))
})

test('a page is repeated', async () => {
  const whole = await school.walk(students)
  await school.fault({ kind: 'repeatedPage', path: 'page=2' })
  const { rows } = await school.walk(students)
  expect(rows.slice(200, 400)).toEqual(whole.rows.slice(0, 200))
})

test('pages go on for ever', async () => {
  await school.fault({ kind: 'endlessPages' })
  expect((await school.walk('groups?per_page=200')).pages).toBe(50)
})

test.for([
  ['moreWithoutNext', { more: true, next: null }],
  ['nextOnOtherHost', { more: true, next: expect.stringContaining('http://elsewhere.example.test/v1.0/') }],
  ['emptySchool', { more: false, next: null }],
] as const)('%s', async ([kind, pagination]) => {
  await school.fault({ kind })
  const page = await school.read(students)
  expect(page.meta.pagination).toMatchObject(pagination)
  expect(page.data.length).toBe(kind === 'emptySchool' ? 0 : 200)
})

test('counts disagree with the list', async () => {
  const counted = await school.counted()
  await school.fault({ kind: 'countsDisagree' })
  expect(await school.counted()).toBe(counted + 7)
})

test('an id comes twice, types are wrong, a text is huge', async () => {
  await school.fault({ kind: 'duplicateIds' })
  const { data } = await school.read(students)
  expect(data.at(-1)?.id).toBe(data[0]?.id)
  await school.fault({ kind: 'wrongTypes' })
  expect((await school.read(students)).data[3]?.mis_id).toBe(17)
  await school.fault({ kind: 'hugeString' })
  expect((await school.first(students)).surname.length).toBe(10 * 1024 * 1024)
})

test('another school’s data comes under this school’s address, page after page', async () => {
  const own = new Set((await school.walk(students)).rows.map(({ id }) => id))
  await school.fault({ kind: 'otherSchool' })
  const { rows, pages } = await school.walk(students)
  expect(pages).toBeGreaterThan(1)
  expect(rows.filter(({ id }) => own.has(id))).toEqual([])
  expect(await school.parsed(school.own)).not.toMatchObject({ data: { id: school.id } })
})

test('an unknown kind is refused', async () => {
  expect((await school.fault({ kind: 'earthquake' })).status).toBe(400)
})
