import { afterAll, beforeAll, expect, test } from 'vitest'
import { simulatorWith } from './client.js'

let school: Awaited<ReturnType<typeof simulatorWith>>
beforeAll(async () => {
  school = await simulatorWith({ pupils: 430 })
})
afterAll(async () => school.stop())

test.for([[''], ['&cursor=true']] as const)('every pupil is listed once, page by page%s', async ([mode]) => {
  const { rows, pages } = await school.walk(`students?per_page=100${mode}`)
  const counted = await school.counted()
  expect(pages).toBe(Math.ceil(counted / 100))
  expect(new Set(rows.map(({ id }) => id)).size).toBe(counted)
})

test('the page size is fifty unless asked, at most two hundred, and text where it was asked', async () => {
  const own = await school.read('students')
  expect([own.data.length, own.meta.pagination.per_page, own.meta.pagination.current_page]).toEqual([50, 50, 1])
  const large = await school.read('students?per_page=1000')
  expect([large.data.length, large.meta.pagination.per_page]).toEqual([200, '200'])
})

test('the next link is absolute, of the same host, and repeats what was asked', async () => {
  const { next } = (await school.read('students?include=year,classes&per_page=10')).meta.pagination
  expect(next).toBe(`${school.url}${school.own}/students?include=year%2Cclasses&per_page=10&page=2`)
})

test('a page past the end is empty', async () => {
  const page = await school.read('students?page=99')
  expect(page.data).toEqual([])
  expect(page.meta.pagination).toMatchObject({ more: false, next: null })
})

test('ids look like Wonde’s and dates are wrapped', async () => {
  const pupil = await school.first('students?include=education_details')
  expect(pupil.id).toMatch(/^A\d{9,10}$/)
  expect(pupil.upi).toMatch(/^[0-9a-f]{32}$/)
  expect(pupil.date_of_birth).toMatchObject({ timezone_type: 3, timezone: 'Europe/London' })
  expect(pupil.date_of_birth.date).toMatch(/^\d{4}-\d\d-\d\d 00:00:00\.000000$/)
  expect(pupil.updated_at.timezone).toBe('UTC')
})

test('prints the includes asked for and no others', async () => {
  const page = await school.read('students?include=year,classes.subject,nonsense')
  const pupil = page.data[0]!
  expect(
    Object.keys(pupil).filter((key) => ['classes', 'groups', 'year', 'contacts', 'nonsense'].includes(key)),
  ).toEqual(['year', 'classes'])
  expect(pupil.year.data.type).toBe('YEAR')
  expect(pupil.classes.data[0]?.subject).toMatchObject({ data: { name: expect.any(String) } })
  expect(page.meta.includes).toEqual(expect.arrayContaining(['classes', 'classes.subject', 'contacts.contact_details']))
  const plain = await school.first('students?include=classes')
  expect(plain.classes.data[0]?.subject).toMatch(/^A\d+$/)
})

test('a relation that leads nowhere is an empty list', async () => {
  const small = await simulatorWith({ pupils: 60 })
  expect((await small.first('students?include=house')).house).toEqual({ data: [] })
  await small.stop()
})

test('members, teachers and the persons’ own lists agree', async () => {
  const { rows: classes } = await school.walk('classes?include=students,employees&per_page=200')
  const { rows: pupils } = await school.walk('students?include=classes&per_page=200')
  const truth = await school.truth()
  const onRoll = new Set(truth.pupils.map(({ misId }) => misId))
  const fromClasses = classes.flatMap((one) =>
    one.students.data.map((pupil: { id: string }) => `${one.id} ${pupil.id}`),
  )
  const fromPupils = pupils
    .filter(({ mis_id }) => onRoll.has(mis_id))
    .flatMap((pupil) => pupil.classes.data.map((one: { id: string }) => `${one.id} ${pupil.id}`))
  expect([...fromClasses].sort()).toEqual([...fromPupils].sort())
  expect(classes.every((one) => one.employees.data.length === 1)).toBe(true)
})

test('somebody of whom a change is asked since is listed, others are not', async () => {
  const [pupil] = (await school.truth()).pupils
  await school.event({ do: 'rename', misId: pupil!.misId, surname: 'Latecomer' })
  const { rows } = await school.walk('students?updated_after=2026-11-23%2001:00:00')
  expect(rows.map(({ surname }) => surname)).toContain('Latecomer')
  expect(rows.length).toBeLessThan(20)
})

test('leavers and those not yet admitted have lists of their own', async () => {
  const { rows } = await school.walk('students-leaver?include=education_details&per_page=200')
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.every((one) => one.education_details.data.leaving_date !== null)).toBe(true)
  expect((await school.ask(`${school.own}/students-pre-admission`)).status).toBe(200)
})
