import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { permissionIdentities } from '../../simulators/wonde/permissions.js'
import { simulatorWith } from './client.js'

let school: Awaited<ReturnType<typeof simulatorWith>>
beforeAll(async () => {
  school = await simulatorWith({ pupils: 80 })
})
afterAll(async () => school.stop())

test.for([
  ['a bearer', (token: string) => `Bearer ${token}`, 200],
  ['Basic with the token as user', (token: string) => `Basic ${Buffer.from(`${token}:`).toString('base64')}`, 200],
  ['another token', () => 'Bearer 0123456789', 401],
  ['the bare token', (token: string) => token, 401],
] as const)('%s', async ([, header, status]) => {
  const answer = await school.ask(`/v1.0/schools/${school.id}`, { authorization: header(school.token) })
  expect(answer.status).toBe(status)
  if (status === 401) expect(await answer.json()).toMatchObject({ error: 'invalid_token' })
})

test('the school says where its region is and who it is', async () => {
  const region = { domain: school.url.slice('http://'.length), school_url: `${school.url}${school.own}` }
  expect(await school.parsed(school.own)).toMatchObject({ data: { id: school.id, region } })
})

test('another school’s data is forbidden, an unknown one is not found', async () => {
  const other = (await school.call('POST', '/_sim/schools', { seed: 2, profile: 'infant', pupils: 60 })).body.data
  expect((await school.ask(`/v1.0/schools/${other.id}/students`)).status).toBe(403)
  const unknown = await school.ask('/v1.0/schools/A1/students')
  expect([unknown.status, await unknown.json()]).toEqual([
    404,
    { error: 'resource_not_found', error_description: 'Resource not found' },
  ])
})

test('a property without permission keeps its key and is null', async () => {
  await school.deny('students.forename', 'students.extended_details.ethnicity', 'classes.name')
  const pupil = await school.first('students?include=extended_details,classes')
  expect(pupil.forename).toBeNull()
  expect(pupil.surname).toEqual(expect.any(String))
  expect(pupil.extended_details.data.ethnicity).toBeNull()
  expect(pupil.extended_details.data.sen_status).toEqual(expect.any(String))
  expect(pupil.classes.data[0]?.name).toBeNull()
})

test('an include without permission is left out, an endpoint without permission refused', async () => {
  await school.deny('students.extended_details', 'classes')
  const pupil = await school.first('students?include=extended_details,classes,year')
  expect(Object.keys(pupil)).not.toContain('extended_details')
  expect(Object.keys(pupil)).not.toContain('classes')
  expect(pupil.year.data.name).toEqual(expect.any(String))
  expect((await school.ask(`${school.own}/classes`)).status).toBe(403)
})

test('the permissions endpoint says what is approved, and a denial holds for all below it', async () => {
  await school.deny('students.education_details')
  const items = (await school.read(`/v1.0/meta/schools/${school.id}/permissions`)).data
  const approved = new Map(items.map(({ identity, approved }) => [identity, approved]))
  expect([...approved.keys()]).toEqual(permissionIdentities)
  expect(approved.get('students.education_details.upn')).toBe(false)
  expect(approved.get('students.forename')).toBe(true)
  await school.deny()
  const after = (await school.read(`/v1.0/meta/schools/${school.id}/permissions`)).data
  expect(after.every(({ approved }) => approved)).toBe(true)
})

test('a permission that does not exist cannot be denied', async () => {
  expect((await school.deny('students.shoe_size')).status).toBe(400)
})

test('the README lists every permission', () => {
  const text = readFileSync(new URL('../../simulators/README.md', import.meta.url), 'utf8')
  expect(permissionIdentities.filter((identity) => !text.includes(`\`${identity}\``))).toEqual([])
})
